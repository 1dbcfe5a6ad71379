"""Entries of the log from a page."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import current_app, request
from sqlmodel import Session

from portal.domain.staff import Staff
from portal.store.audit import append_entry
from portal.web.gate.access import current_staff, site_settings


def add_entry(
    store: Session,
    staff: Staff,
    *,
    kind: str,
    action: str,
    about: Iterable[str] = (),
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry of what this professional does. The caller commits."""
    append_entry(
        store,
        organisation_id=staff.organisation_id,
        account_id=staff.account_id,
        actor=staff.role.value,
        kind=kind,
        action=action,
        now=site_settings().now(),
        about=about,
        detail=detail,
    )


def looked_at(person_ids: Iterable[str]) -> None:
    """Say whom a page that shows several people shows. It is committed at once, before anything is sent."""
    people = tuple(person_ids)
    if not people:
        return
    with Session(current_app.extensions["store_engine"]) as store:
        add_entry(store, current_staff(), kind="look", action=request.endpoint or "", about=people)
        store.commit()
