"""The match desk: open jobs held against one client's needs, what would have to change, a shortlist and outcomes."""

from portal.web.matchdesk import outcome_views, shortlist_views, views
from portal.web.matchdesk.area import blueprint

__all__ = ["blueprint", "outcome_views", "shortlist_views", "views"]
