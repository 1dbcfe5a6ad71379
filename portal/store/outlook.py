"""Typical entry and projected employment in the store."""

from collections.abc import Callable, Iterable
from pathlib import Path

from sqlalchemy import delete, func, or_
from sqlmodel import Session, col, insert, select

from portal.domain.credential import EducationLevel
from portal.domain.outlook import EntryExperience, EntryTraining, Projection, TypicalEntry, YearsBasis
from portal.labor.oews_occupation import find_oews_occupation, printable_codes
from portal.store.reference_tables import OccupationEntryRow, OccupationProjectionRow
from portal.store.snapshots_entry import read_entry_occupations, read_entry_release

BLS_EP = "bls_ep"
NATION_AREA_CODE = "0000000"
FEW = 8
_FIGURES = (
    "base_employment", "projected_employment", "change", "change_percent", "annual_openings", "annual_exits",
    "annual_transfers",
)  # fmt: skip


def load_entry_snapshot(session: Session, folder: Path) -> int:
    """Put the entry snapshot into the store; other editions stay. Gives the number of rows. The caller commits.

    Raises: StoreUnavailable when the snapshot is damaged.
    """
    release = read_entry_release(folder)
    rows = list(read_entry_occupations(folder))
    entries = [
        TypicalEntry(
            soc_code=row.soc_code,
            printed_code=row.soc_code,
            is_group=False,
            education=EducationLevel(row.education),
            experience=EntryExperience(row.experience),
            training=EntryTraining(row.training),
            edition=release.period,
        )
        for row in rows
        if row.level == "line_item"
    ]
    projections = [
        Projection(
            area_code=NATION_AREA_CODE,
            soc_code=row.soc_code,
            title=row.title,
            is_summary=row.level == "summary",
            source_key=BLS_EP,
            start_year=release.start_year,
            end_year=release.end_year,
            **{name: getattr(row, name) for name in _FIGURES},
        )
        for row in rows
    ]
    return replace_entries(session, entries) + replace_projections(session, projections)


def replace_entries(session: Session, entries: Iterable[TypicalEntry]) -> int:
    """Make the store's entries of these editions equal to these. The caller commits."""
    rows = [
        {"soc_code": one.soc_code, "edition": one.edition, "education": one.education.value,
         "experience": one.experience.value, "training": one.training.value}
        for one in entries
    ]  # fmt: skip
    editions = {row["edition"] for row in rows}
    session.execute(delete(OccupationEntryRow).where(col(OccupationEntryRow.edition).in_(editions)))
    if rows:
        session.execute(insert(OccupationEntryRow), rows)
    return len(rows)


def replace_projections(
    session: Session,
    projections: Iterable[Projection],
    *,
    progress: Callable[[int], None] = lambda _count: None,
) -> int:
    """Make the store's projections of these sources and periods equal to these. The caller commits."""
    rows = [
        {"area_code": one.area_code, "soc_code": one.soc_code, "period": one.period, "source_key": one.source_key,
         "title": one.title, "is_summary": one.is_summary, "years_basis": one.years_basis.value,
         **{name: getattr(one, name) for name in _FIGURES}}
        for one in projections
    ]  # fmt: skip
    for source_key, period in {(row["source_key"], row["period"]) for row in rows}:
        session.execute(
            delete(OccupationProjectionRow).where(
                col(OccupationProjectionRow.source_key) == source_key,
                col(OccupationProjectionRow.period) == period,
            )
        )
    if rows:
        session.execute(insert(OccupationProjectionRow), rows)
        progress(len(rows))
    return len(rows)


def list_typical_entries(session: Session, soc_codes: Iterable[str]) -> dict[str, TypicalEntry]:
    """Typical entry by SOC 2018 code, newest edition; a code that BLS does not cover (military work) is left out."""
    edition = select(func.max(OccupationEntryRow.edition)).scalar_subquery()
    codes = list(soc_codes)
    query = select(OccupationEntryRow).where(col(OccupationEntryRow.edition) == edition)
    if 0 < len(codes) <= FEW:  # a group that stands for an occupation shares its first digits
        query = query.where(or_(*(col(OccupationEntryRow.soc_code).startswith(code[:4]) for code in codes)))
    printed = {row.soc_code: row for row in session.exec(query)}
    found = {}
    for code in codes:
        match = find_oews_occupation(code, printed)
        if match is not None:
            row = printed[match.printed_code]
            found[code] = TypicalEntry(
                soc_code=code,
                printed_code=match.printed_code,
                is_group=match.is_group,
                education=EducationLevel(row.education),
                experience=EntryExperience(row.experience),
                training=EntryTraining(row.training),
                edition=row.edition,
            )
    return found


def list_projections(session: Session, soc_code: str, area_codes: Iterable[str]) -> list[Projection]:
    """Projections of an occupation, or of the group under which it is printed, newest period first.

    `Projection.soc_code` is the printed code: where it differs from `soc_code`, the figures cover more occupations.
    """
    areas = list(area_codes)
    rows = session.exec(
        select(OccupationProjectionRow)
        .where(
            col(OccupationProjectionRow.soc_code).in_(printable_codes(soc_code)),
            col(OccupationProjectionRow.area_code).in_(areas),
            col(OccupationProjectionRow.is_summary).is_(False),
        )
        .order_by(col(OccupationProjectionRow.period).desc(), OccupationProjectionRow.area_code)
    ).all()
    match = find_oews_occupation(soc_code, {row.soc_code for row in rows})
    return [_projection(row) for row in rows if match and row.soc_code == match.printed_code]


def _projection(row: OccupationProjectionRow) -> Projection:
    start, end = row.period.split("-")
    return Projection(
        area_code=row.area_code,
        soc_code=row.soc_code,
        title=row.title,
        is_summary=row.is_summary,
        source_key=row.source_key,
        start_year=int(start),
        end_year=int(end),
        years_basis=YearsBasis(row.years_basis),
        **{name: getattr(row, name) for name in _FIGURES},
    )


def list_total_projections(session: Session, area_codes: Iterable[str]) -> list[Projection]:
    """The rows of all occupations together, to measure one occupation against."""
    rows = session.exec(
        select(OccupationProjectionRow).where(
            OccupationProjectionRow.soc_code == "00-0000",
            col(OccupationProjectionRow.area_code).in_(list(area_codes)),
        )
    )
    return [_projection(row) for row in rows]
