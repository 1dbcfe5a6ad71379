"""Without JavaScript a plan goes along in the address: links and forms of the pages that it opens take it with them."""

import re
from urllib.parse import urlsplit

from flask import Flask, Response, request

from portal.domain.plan_document import InvalidPlan
from portal.web.plan.current import NAME, secret_key
from portal.web.plan.link import read_signed_plan

_LINK = re.compile(r'(<a\b[^>]*?\shref=")(/(?!/|static/)[^"#]*)(#[^"]*)?"')
_HTMX = re.compile(r'(\shx-get=")(/(?!/)[^"#]*)"')
_FORM = re.compile(r"<form\b(?![^>]*method=\"post\")[^>]*>", re.IGNORECASE)


def init_carried(app: Flask) -> None:
    """Let the plan of a page's address go along to the pages that it leads to."""
    app.after_request(_carry)


def _carry(response: Response) -> Response:
    token = request.args.get(NAME, "")
    if not token:
        return response
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    try:
        read_signed_plan(token, secret=secret_key())
    except InvalidPlan:
        return response
    _carry_on(response, token)
    if response.mimetype == "text/html" and not response.is_streamed and not response.direct_passthrough:
        response.set_data(carry_in_page(response.get_data(as_text=True), token))
    return response


def _carry_on(response: Response, token: str) -> None:
    """A page that sends on to another one of ours sends the plan on with it."""
    to = response.headers.get("Location", "")
    parts = urlsplit(to)
    if to.startswith("/") and not to.startswith("//") and f"{NAME}=" not in parts.query:
        response.headers["Location"] = _with_plan(to, token)


def carry_in_page(text: str, token: str) -> str:
    """A page with the plan in each link to a page of ours, and in each form that asks for one."""

    def link(match: re.Match[str]) -> str:
        anchor = match[3] if match.re is _LINK and match[3] else ""
        address = match[2]
        if f"{NAME}=" in address:
            return match[0]
        joint = "&amp;" if "?" in address else "?"
        return f'{match[1]}{address}{joint}{NAME}={token}{anchor}"'

    text = _HTMX.sub(link, _LINK.sub(link, text))
    return _FORM.sub(lambda match: f'{match[0]}<input type="hidden" name="{NAME}" value="{token}">', text)


def _with_plan(address: str, token: str) -> str:
    before, mark, anchor = address.partition("#")
    return f"{before}{'&' if '?' in before else '?'}{NAME}={token}{mark}{anchor}"
