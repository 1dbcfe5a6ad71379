"""One box over everything: credentials, occupations, jobs and places."""

from portal.web.search.views import blueprint

__all__ = ["blueprint"]
