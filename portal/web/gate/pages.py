"""What the gate answers where it does not open."""

from flask import Response

from portal.domain.staff import ConsentNeeded, Purpose
from portal.web.errors import error_page
from portal.web.htmx import render_page
from portal.web.translate import gettext, lazy_gettext

PURPOSE_NAMES = {
    Purpose.PLAN: lazy_gettext("See my plan and work on it with me"),
    Purpose.JOBS: lazy_gettext("Look for jobs for me, by what I need and can do"),
    Purpose.NOTES: lazy_gettext("Keep notes and tasks about our talks"),
    Purpose.REPORT: lazy_gettext("Count me in reports that name nobody"),
    Purpose.SHARE: lazy_gettext("Print or save a copy that may leave this site"),
}
"""In the words of the person who says yes."""


def not_allowed_page() -> Response:
    """The role may not do this."""
    return error_page(
        403,
        heading=gettext("Your role does not open this page"),
        advice=gettext("If you need it, ask who runs the accounts of your office."),
    )


def consent_needed_page(error: ConsentNeeded) -> Response:
    """The person's yes is missing: say to what, and where to ask for it."""
    return render_page(
        "gate/consent-needed",
        "gate/consent-needed",
        status=403,
        purpose=PURPOSE_NAMES[error.purpose],
        person_id=error.person_id,
    )
