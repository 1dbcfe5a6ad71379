"""The plan of a request, and the texts and keys that go with it."""

from datetime import date

from flask import current_app, request

from portal.domain.plan_document import InvalidPlan, PlanDocument, new_plan
from portal.settings import Settings
from portal.web.plan.link import read_signed_plan

NAME = "plan"
"""Of the part of an address, and of the field of a form."""


def site_settings() -> Settings:
    """The settings of the site."""
    settings: Settings = current_app.extensions["settings"]
    return settings


def secret_key() -> str:
    """What plans are signed with."""
    return site_settings().secret_key


def today() -> date:
    """The day by which plans go."""
    return site_settings().now().date()


def plan_of_request() -> PlanDocument:
    """The plan that the form or the address carries; an empty one where there is none.

    Raises: InvalidPlan when there is one that cannot be read.
    """
    token = request.form.get(NAME) or request.args.get(NAME) or ""
    return read_signed_plan(token, secret=secret_key()) if token else new_plan(today())


def carried_token() -> str:
    """The plan that the address carries as it stands there, for forms; empty where there is none or it is broken."""
    token = request.args.get(NAME, "")
    try:
        read_signed_plan(token, secret=secret_key())
    except InvalidPlan:
        return ""
    return token
