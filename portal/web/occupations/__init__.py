"""Occupations: the list, a page for each one, and up to four side by side."""

from portal.web.occupations.views import blueprint

__all__ = ["blueprint"]
