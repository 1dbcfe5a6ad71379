"""Credentials: the list with its filters, and a page for each one."""

from portal.web.credentials.views import blueprint

__all__ = ["blueprint"]
