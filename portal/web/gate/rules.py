"""The rule of a view: who may see it, and which yes of the person it needs."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask

from portal.domain.model import DataModel
from portal.domain.staff import Permission, Purpose

View = TypeVar("View", bound=Callable[..., Any])
PREFIX = "/staff"


class Rule(DataModel):
    """What the gate asks before a view runs.

    `is_open`: nobody needs to be signed in (sign-in itself). `before_second_factor`: the page on which a second
    factor is set up or shown. `fresh`: the password or passkey was shown within the last 15 minutes. `also`: a second
    yes that is needed beside `purpose`. Where one is missing nothing is shown, and no look stands in the log.
    """

    permission: Permission | None
    purpose: Purpose | None = None
    also: Purpose | None = None
    is_open: bool = False
    before_second_factor: bool = False
    fresh: bool = False


def rule(
    permission: Permission | None,
    *,
    purpose: Purpose | None = None,
    also: Purpose | None = None,
    is_open: bool = False,
    before_second_factor: bool = False,
    fresh: bool = False,
) -> Callable[[View], View]:
    """Give a view its rule. It stands below the route, nearest to the function."""
    if (permission is None) != is_open:
        raise ValueError("a view has a permission, or is open to all")
    made = Rule(
        permission=permission,
        purpose=purpose,
        also=also,
        is_open=is_open,
        before_second_factor=before_second_factor,
        fresh=fresh,
    )

    def give(view: View) -> View:
        view.staff_rule = made  # type: ignore[attr-defined]
        return view

    return give


def rule_of(app: Flask, endpoint: str | None) -> Rule | None:
    """The rule of an endpoint; None where it has none."""
    view = app.view_functions.get(endpoint or "")
    found: Rule | None = getattr(view, "staff_rule", None)
    return found


def is_behind_gate(path: str) -> bool:
    """Whether an address, or the pattern of one, lies on the professional's side."""
    return path == PREFIX or path.startswith(f"{PREFIX}/")
