"""The start page: where are you, what do you hold, where to?"""

from portal.web.start.views import blueprint

__all__ = ["blueprint"]
