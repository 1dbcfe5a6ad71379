"""Names of what a record is made of, for reports of what was deleted."""

from collections.abc import Mapping
from typing import Any

from portal.web.formats import joined, number
from portal.web.translate import gettext, lazy_gettext

KINDS = {
    "consent_grant": lazy_gettext("answers of yes"),
    "tie": lazy_gettext("ties to professionals"),
    "note": lazy_gettext("notes"),
    "task": lazy_gettext("tasks"),
    "shortlist": lazy_gettext("jobs on lists"),
    "shortlist_event": lazy_gettext("changes of such jobs"),
    "person_group_member": lazy_gettext("places in groups"),
    "plan_paper": lazy_gettext("plan forms"),
    "plan_code": lazy_gettext("plan codes"),
    "erasure_request": lazy_gettext("questions for deletion"),
}
"""By table; `person` itself is told apart."""


def say_counts(counts: Mapping[str, Any]) -> str:
    """`3 notes and 2 tasks`; what has no name here is told as other parts."""
    told = [f"{number(counts[key])} {words}" for key, words in KINDS.items() if counts.get(key)]
    other = sum(count for key, count in counts.items() if key not in KINDS and key != "person")
    if other:
        words = gettext("other parts")
        told.append(f"{number(other)} {words}")
    return joined(told)
