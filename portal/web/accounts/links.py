"""Links that work once: where they lead, how they are sent, and what a dead one says."""

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from portal.store.staff_links import LinkKind
from portal.web.accounts.blueprint import post_office
from portal.web.errors import error_page
from portal.web.gate.access import site_settings
from portal.web.translate import gettext

PATHS = {LinkKind.JOIN: "/staff/join/", LinkKind.RESET: "/staff/recover/"}


def link_address(kind: LinkKind, token: str) -> str:
    """The whole address, by the site's public name where it is set, else as this request names the site."""
    site = site_settings().public_url or request.host_url.rstrip("/")
    return f"{site}{PATHS[kind]}{token}"


def send_link(kind: LinkKind, address: str, *, to: str) -> bool:
    """Send a link where e-mail is set up; False where it has to be handed over.

    The address must come from `public_url`: a forged Host header could lead elsewhere.
    """
    office = post_office()
    if not office.is_open:
        return False
    site = site_settings().name
    subject, text = {
        LinkKind.JOIN: (
            gettext("You are invited to %(site)s", site=site),
            gettext("Open this link to join. It works once, for 7 days."),
        ),
        LinkKind.RESET: (
            gettext("A new password for %(site)s", site=site),
            gettext("Open this link to set a new password. It works once, for one hour."),
        ),
    }[kind]
    unasked = gettext("If you did not expect this, do nothing.")
    office.later(lambda: office.send(to, subject=subject, text=f"{text}\n\n{address}\n\n{unasked}\n"))
    return True


def dead_link_page() -> AnyResponse:
    """Alike for a link that never was, was used, was taken back or has ended."""
    return error_page(
        404,
        heading=gettext("This link does not work any more"),
        advice=gettext("It works once and for a short time. Ask the administrator for a new one."),
    )
