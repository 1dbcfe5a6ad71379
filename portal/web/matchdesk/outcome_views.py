"""Addresses of the outcomes of shortlists: a page and a file."""

from flask import Response, current_app, request
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.csv_cells import write_csv
from portal.domain.staff import Permission, Staff
from portal.web.gate.access import current_staff, today
from portal.web.gate.audit import add_entry, looked_at
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.matchdesk.area import blueprint
from portal.web.matchdesk.outcome_page import (
    MINE,
    OutcomeAddress,
    OutcomePage,
    build_outcome_page,
    outcome_cells,
    parse_outcome_address,
)
from portal.web.store_session import store_session


@blueprint.get("/outcomes")
@rule(Permission.SEE_REPORTS)
def outcomes() -> AnyResponse:
    """What became of the jobs that were suggested."""
    return render_page("matchdesk/outcomes", page=_page())


@blueprint.get("/outcomes.csv")
@rule(Permission.SEE_REPORTS)
def outcomes_file() -> AnyResponse:
    """The same as a file."""
    page = _page()
    period = page.address.period
    name = f"outcomes-{period.starts_on}-{period.ends_on}.csv"
    return Response(
        write_csv(outcome_cells(page)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _page() -> OutcomePage:
    staff = current_staff()
    address = parse_outcome_address(request.args, staff, today=today())
    if address.whose != MINE:
        _write_down(staff, address)
    page = build_outcome_page(store_session(), staff, address, today=today())
    looked_at(page.person_ids)
    return page


def _write_down(staff: Staff, address: OutcomeAddress) -> None:
    """That the organisation's figures were asked for, and of which months: who asks for many periods can be seen."""
    with Session(current_app.extensions["store_engine"]) as log:
        detail = {"period": f"{address.period.starts_on} {address.period.ends_on}", "of": address.whose}
        add_entry(log, staff, kind="look", action=request.endpoint or "", detail=detail)
        log.commit()
