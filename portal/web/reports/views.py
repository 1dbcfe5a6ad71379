"""Addresses of reports."""

from flask import Blueprint, Response, current_app, make_response, request
from sqlmodel import Session

from portal.domain.csv_cells import write_csv
from portal.domain.staff import Permission
from portal.reports.periods import BadMonths
from portal.reports.report import Report, build_report
from portal.store.report_figures import read_report_figures
from portal.web.formats import printable
from portal.web.gate.access import current_staff, sealer, today
from portal.web.gate.audit import add_entry
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.reports.asked import OWN, Asked, may_see_professionals, read_asked
from portal.web.reports.view_models import PERIODS, TROUBLES, build_report_page, list_csv_rows
from portal.web.store_session import store_session

blueprint = Blueprint("reports", __name__)


@blueprint.get("/staff/reports")
@rule(Permission.SEE_REPORTS)
def report() -> Response:
    """The form and the report that the address asks for."""
    typed = {
        "first": printable(request.args.get("from", "")[:20]),
        "last": printable(request.args.get("to", "")[:20]),
    }
    by_professional = may_see_professionals(current_staff())
    try:
        asked = _asked()
    except BadMonths as error:
        return render_page(
            "reports/report", status=422, page=None, asked=None, periods=PERIODS, choice=OWN, typed=typed,
            trouble=TROUBLES[error.trouble], may_see_professionals=by_professional,
        )  # fmt: skip
    made = _make(asked)
    typed = {"first": f"{asked.period.starts_on:%Y-%m}", "last": f"{asked.period.ends_on:%Y-%m}"}
    return render_page(
        "reports/report", page=build_report_page(made, asked), asked=asked, periods=PERIODS,
        choice=asked.period_choice, typed=typed, trouble="", may_see_professionals=by_professional,
    )  # fmt: skip


@blueprint.get("/staff/reports.csv")
@rule(Permission.SEE_REPORTS)
def report_csv() -> Response:
    """The same as a file, a line for each figure."""
    asked = _asked()
    response = make_response(write_csv(list_csv_rows(_make(asked), asked)))
    response.mimetype = "text/csv"
    name = f"report-{asked.period.code().replace(':', '-to-')}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked() -> Asked:
    return read_asked(
        store_session(),
        current_staff(),
        sealer(),
        arguments=request.args,
        groups=request.args.getlist("group"),
    )


def _make(asked: Asked) -> Report:
    """The report. That it was asked for is written down first: who asks for many can be seen."""
    staff = current_staff()
    with Session(current_app.extensions["store_engine"]) as log:
        add_entry(
            log,
            staff,
            kind="look",
            action=request.endpoint or "",
            detail={
                "period": asked.period.code(),
                "rows": asked.rows_by.value,
                "chosen": list(asked.row_keys),
            },
        )
        log.commit()
    figures = read_report_figures(
        store_session(), staff.organisation_id, asked.period, rows_by=asked.rows_by, row_keys=asked.row_keys
    )
    return build_report(
        figures.people,
        row_keys=figures.row_keys,
        left_out=figures.left_out,
        organisation_name=staff.organisation_name,
        period=asked.period,
        made_on=today(),
    )
