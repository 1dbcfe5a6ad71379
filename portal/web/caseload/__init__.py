"""The caseload: who needs me this week, my people, their notes and tasks, and who works with them."""

from portal.web.caseload import (
    adding,
    dashboard,
    group_views,
    list_views,
    note_views,
    overview,
    people,
    task_views,
    tie_views,
)
from portal.web.caseload.blueprint import blueprint

__all__ = [
    "adding",
    "blueprint",
    "dashboard",
    "group_views",
    "list_views",
    "note_views",
    "overview",
    "people",
    "task_views",
    "tie_views",
]
