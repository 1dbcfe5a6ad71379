"""Where the data comes from."""

from portal.web.about.views import blueprint

__all__ = ["blueprint"]
