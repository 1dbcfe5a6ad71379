"""Open jobs: the list with its filters, and a page for each one."""

from portal.web.jobs.views import blueprint

__all__ = ["blueprint"]
