"""The pattern library."""

from portal.web.look.views import blueprint

__all__ = ["blueprint"]
