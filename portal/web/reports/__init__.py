"""Reports of an organisation: figures that name nobody."""

from portal.web.reports.views import blueprint

__all__ = ["blueprint"]
