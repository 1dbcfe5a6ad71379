"""How fresh the data is, source by source."""

from portal.web.data_health.views import blueprint

__all__ = ["blueprint"]
