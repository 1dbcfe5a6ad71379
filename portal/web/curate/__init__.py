"""The curator's desk: what reading, imports and sources leave open, and deciding it."""

from portal.web.curate.views import blueprint

__all__ = ["blueprint"]
