"""Guidance: a professional and a person make a plan together, hand it over, and print it for a meeting."""

from portal.web.guidance.compare_views import add_compare_views
from portal.web.guidance.document_views import add_document_views
from portal.web.guidance.fair_views import add_fair_views
from portal.web.guidance.handing_over import add_handing_over_views
from portal.web.guidance.person_files import add_person_file_views
from portal.web.guidance.taking_over import add_taking_over_views
from portal.web.guidance.task_views import add_task_views
from portal.web.guidance.views import blueprint

add_compare_views(blueprint)
add_document_views(blueprint)
add_fair_views(blueprint)
add_handing_over_views(blueprint)
add_person_file_views(blueprint)
add_taking_over_views(blueprint)
add_task_views(blueprint)

__all__ = ["blueprint"]
