"""Roles, notices and moments in words."""

from datetime import datetime

from flask_babel import format_time

from portal.domain.staff import Role
from portal.web.formats import day
from portal.web.translate import lazy_gettext

_ROLES = {
    Role.COUNSELOR: lazy_gettext("Counselor"),
    Role.VR_COUNSELOR: lazy_gettext("VR counselor"),
    Role.CURATOR: lazy_gettext("Curator"),
    Role.ADMINISTRATOR: lazy_gettext("Administrator"),
    Role.READ_ONLY: lazy_gettext("May look only"),
}
_NOTICES = {
    "factor_reset": lazy_gettext(
        "An administrator took your second step away. If you did not ask for that, tell them now."
    ),
    "reset_link": lazy_gettext(
        "An administrator made a link for a new password. If you did not ask for that, tell them now."
    ),
}


def role_name(role: Role) -> str:
    """What people call a role."""
    return str(_ROLES[role])


def notice_words(notices: str) -> list[str]:
    """What to tell at the next sign-in."""
    return [str(_NOTICES[each]) for each in notices.split(",") if each in _NOTICES]


def moment(at: datetime) -> str:
    """A day and a time of day, in the site's time zone."""
    return f"{day(at)}, {format_time(at, 'short')}"
