"""Pages without a line: the service worker, and what it shows."""

from portal.web.offline.views import blueprint

__all__ = ["blueprint"]
