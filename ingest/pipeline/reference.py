"""Takes reference data over: floors, difference by hash, and all its tables replaced in one transaction."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from typing import Any

from sqlalchemy import Table, delete, insert
from sqlmodel import Session, SQLModel, select

from ingest.kit.reference import ReferenceLoad, ReferenceTable
from ingest.pipeline.believe import check_count
from ingest.pipeline.report import RunReport, close_run
from ingest.pipeline.workshop import Progress, RunRequest, Workshop
from portal.domain.source import SourceConfig
from portal.labor.crosswalk import Taxonomy
from portal.store import reference_tables
from portal.store.engine import open_session
from portal.store.reference_tables import CodeTitleRow
from portal.store.runs import SUCCEEDED, last_good_run, note_reference_change
from portal.store.tables import OccupationRow

BATCH = 5_000
ALL_OCCUPATIONS = "00-0000"
UNOFFICIAL = "code of another list than SOC 2018"
TABLE_MARK = "table "
"""Stands before the name of a table among the documents of a run: what the run made of the documents."""


def take_reference(
    source: SourceConfig,
    load: ReferenceLoad,
    workshop: Workshop,
    *,
    request: RunRequest,
    progress: Progress,
    report: RunReport,
) -> None:
    """Replace the tables of a reference source; what it holds already is left as it stands.

    Raises: AssertionFailed below the floors: nothing is changed then.
    """
    with open_session(workshop.engine) as session:
        load = keep_official_codes(session, load)
        report.fetched, report.parsed = load.records, load.records - sum(load.rejections.values())
        report.rejections = dict(load.rejections)
        report.rejected = sum(load.rejections.values())
        report.warnings += load.alarms
        described = describe_tables(load)
        last = last_good_run(session, source.key)
        last_count = last.fetched if last else None
        check_count(source, load.records, last_count=last_count, accept_shrink=request.accept_shrink)
        if is_standing(session, source.key, described):
            report.unchanged = report.parsed
        report.documents += described
        report.status = SUCCEEDED
        if request.dry_run:
            return
        if not report.unchanged:
            rows = replace_tables(session, load, progress=progress)
            digest = hashlib.sha256("".join(str(one["sha256"]) for one in described).encode()).hexdigest()
            note_reference_change(
                session, source.key, sha256=digest, rows=rows, now=workshop.now.astimezone(UTC)
            )
        close_run(session, report)
        session.commit()


def keep_official_codes(session: Session, load: ReferenceLoad) -> ReferenceLoad:
    """Turn away projections and entries whose code is in no list of today (SOC 2018, OEWS since May 2021).

    Some states still publish SOC 2010 codes or groups of their own; a number alone does not tell what work it means.
    Where no list is loaded, nothing is turned away.
    """
    official = set(session.exec(select(OccupationRow.soc_code)))
    if not official:
        return load
    official |= {ALL_OCCUPATIONS} | set(
        session.exec(select(CodeTitleRow.code).where(CodeTitleRow.taxonomy == Taxonomy.OEWS_2021.value))
    )
    kept, turned_away = [], 0
    for one in load.tables:
        if one.name not in ("occupation_projection", "occupation_entry"):
            kept.append(one)
            continue
        place = one.columns.index("soc_code")
        rows = [row for row in one.rows if row[place] in official]
        turned_away += len(one.rows) - len(rows)
        kept.append(replace(one, rows=rows))
    if not turned_away:
        return load
    return replace(load, tables=tuple(kept), rejections={**load.rejections, UNOFFICIAL: turned_away})


def describe_tables(load: ReferenceLoad) -> list[dict[str, object]]:
    """One entry a table, in the form of a run's documents."""
    return [
        {"name": f"{TABLE_MARK}{one.name}", "url": "", "sha256": one.sha256(), "rows": len(one.rows)}
        for one in load.tables
    ]


def is_standing(session: Session, source_key: str, described: list[dict[str, object]]) -> bool:
    """The store holds exactly this load already, by the last good run's own record."""
    last = last_good_run(session, source_key)
    before = {_entry(one) for one in last.documents} if last else set()
    return bool(described) and {_entry(one) for one in described} <= before


def replace_tables(session: Session, load: ReferenceLoad, *, progress: Progress) -> int:
    """Replace what stands in the tables within the load's scope. Gives the number of rows. The caller commits."""
    count = 0
    for one in load.tables:
        table = _table(one)
        session.execute(delete(table).where(*(table.c[name].in_(held) for name, held in one.scope.items())))
        for start in range(0, len(one.rows), BATCH):
            batch = [dict(zip(one.columns, row, strict=True)) for row in one.rows[start : start + BATCH]]
            session.execute(insert(table), batch)
            progress(len(batch))
        count += len(one.rows)
    return count


def _table(one: ReferenceTable) -> Table:
    known = SQLModel.metadata.tables
    assert reference_tables.__name__  # the import fills the metadata
    table = known[one.name]
    unknown = {*one.columns, *one.scope} - set(table.c.keys())
    assert not unknown, f"{one.name} has no column {unknown}"
    return table


def _entry(document: Mapping[str, Any]) -> tuple[str, str]:
    return str(document.get("name")), str(document.get("sha256"))
