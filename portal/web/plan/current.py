"""The plan of a request, and the texts and keys that go with it."""

from datetime import date

from flask import current_app, g, request

from portal.domain.plan_changes import ids_of, rename
from portal.domain.plan_document import InvalidPlan, PlanDocument, new_plan
from portal.settings import Settings
from portal.web.credentials.renamed import read_renamed
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


def token_of_request() -> str:
    """The signed text that the form or the address carries, whether or not it can be read; empty: none."""
    return request.form.get(NAME) or request.args.get(NAME) or ""


def plan_of_request() -> PlanDocument:
    """The plan that the form or the address carries; an empty one where there is none.

    Credentials that were renamed have their new ids.

    Raises: InvalidPlan when there is one that cannot be read.
    """
    token = token_of_request()
    return with_new_ids(read_signed_plan(token, secret=secret_key())) if token else new_plan(today())


def with_new_ids(plan: PlanDocument) -> PlanDocument:
    """A plan of any age with the ids that credentials have today; `renamed_ids` has those that are new in it."""
    renamed = read_renamed(site_settings().config_dir)
    new = rename(plan, renamed)
    g.renamed_ids = tuple(dict.fromkeys(renamed[id_] for id_ in ids_of(plan) if id_ in renamed))
    return new


def renamed_ids() -> tuple[str, ...]:
    """Ids of today of what the plan of this request had under others."""
    found: tuple[str, ...] = g.get("renamed_ids", ())
    return found


def carried_token() -> str:
    """The plan that the address carries as it stands there, for forms; empty where there is none or it is broken."""
    token = request.args.get(NAME, "")
    try:
        read_signed_plan(token, secret=secret_key())
    except InvalidPlan:
        return ""
    return token
