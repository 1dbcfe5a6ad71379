"""Training programs in the store: a whole list saved, and those that lead to a credential. The caller commits."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import delete
from sqlmodel import Session, col, insert, or_, select

from portal.ctdl.programs import MatchBasis, credential_names, find_basis, program_names
from portal.domain.credential import Credential
from portal.domain.model import DataModel
from portal.domain.program import Program
from portal.store.program_tables import TrainingProgramNameRow, TrainingProgramRow
from portal.store.tables import ZipRow

BATCH = 500


class ProgramsSaved(DataModel):
    """What saving a list changed. `without_school`: rows that name no school help nobody and are left out."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    without_school: int = 0


class FoundProgram(DataModel):
    """A program that leads to a credential, by what it was matched and where it is. Units: degrees WGS 84."""

    program: Program
    basis: MatchBasis
    latitude: float | None
    longitude: float | None


def save_programs(session: Session, programs: Sequence[Program], *, today: date) -> ProgramsSaved:
    """Make the store's programs of one list equal to these: the list is whole. Saving it again changes no row.

    Raises: ValueError where they are of several lists.
    """
    keys = {program.list_key for program in programs}
    if len(keys) > 1:
        raise ValueError(f"programs of several lists: {', '.join(sorted(keys))}")
    if not keys:
        return ProgramsSaved()
    (list_key,) = keys
    held = {
        row.ref: row
        for row in session.exec(
            select(TrainingProgramRow).where(TrainingProgramRow.list_key == list_key)
        ).all()
    }
    taken = [program for program in programs if program.provider]
    points = _points(session, {program.postal_code for program in taken if program.postal_code})
    counts = {"inserted": 0, "updated": 0, "unchanged": 0, "removed": 0}
    changed: list[Program] = []
    for program in taken:
        row = held.pop(program.ref, None)
        latitude, longitude = points.get(program.postal_code, (None, None))
        document = program.model_dump(mode="json")
        stands = row is not None and row.removed_on is None and row.document == document
        if row is not None and stands and (row.latitude, row.longitude) == (latitude, longitude):
            counts["unchanged"] += 1
            continue
        counts["inserted" if row is None else "updated"] += 1
        fresh = TrainingProgramRow(
            list_key=list_key,
            ref=program.ref,
            name=program.name,
            provider=program.provider,
            state=program.state,
            cip_code=program.cip_code,
            latitude=latitude,
            longitude=longitude,
            first_imported_on=today if row is None else row.first_imported_on,
            document=document,
        )
        session.merge(fresh)
        changed.append(program)
    for row in held.values():
        if row.removed_on is None:
            row.removed_on = today
            counts["removed"] += 1
    session.flush()
    _replace_names(session, list_key, changed)
    return ProgramsSaved(**counts, without_school=len(programs) - len(taken))


def find_programs(
    session: Session, credential: Credential, *, index: Mapping[str, frozenset[str]]
) -> list[FoundProgram]:
    """The programs that lead to a credential, by what each was matched; `index`: `portal.ctdl.programs.name_index`."""
    keys = select(TrainingProgramNameRow.list_key, TrainingProgramNameRow.ref).where(
        col(TrainingProgramNameRow.plain_name).in_(credential_names(credential))
    )
    refs = {(list_key, ref) for list_key, ref in session.exec(keys)}
    wanted = [col(TrainingProgramRow.ref).in_({ref for _, ref in refs})]
    if credential.cip_codes:
        wanted.append(col(TrainingProgramRow.cip_code).in_(credential.cip_codes))
    rows = session.exec(
        select(TrainingProgramRow).where(or_(*wanted), col(TrainingProgramRow.removed_on).is_(None))
    )
    found = []
    for row in rows:
        program = Program.model_validate(row.document)
        basis = find_basis(credential, program, index=index)
        if basis is not None:
            found.append(
                FoundProgram(program=program, basis=basis, latitude=row.latitude, longitude=row.longitude)
            )
    return found


def _points(session: Session, codes: set[str]) -> dict[str, tuple[float | None, float | None]]:
    found: dict[str, tuple[float | None, float | None]] = {}
    wanted = sorted(codes)
    for start in range(0, len(wanted), BATCH):
        rows = session.exec(select(ZipRow).where(col(ZipRow.postal_code).in_(wanted[start : start + BATCH])))
        found |= {row.postal_code: (row.latitude, row.longitude) for row in rows}
    return found


def _replace_names(session: Session, list_key: str, changed: Sequence[Program]) -> None:
    for start in range(0, len(changed), BATCH):
        part = changed[start : start + BATCH]
        session.execute(
            delete(TrainingProgramNameRow).where(
                col(TrainingProgramNameRow.list_key) == list_key,
                col(TrainingProgramNameRow.ref).in_([program.ref for program in part]),
            )
        )
        names = [
            {"plain_name": name, "list_key": list_key, "ref": program.ref}
            for program in part
            for name in sorted(program_names(program))
        ]
        if names:
            session.execute(insert(TrainingProgramNameRow), names)


def list_program_states(session: Session) -> frozenset[str]:
    """The states of which at least one program stands in the store."""
    return frozenset(
        session.exec(
            select(TrainingProgramRow.state).where(col(TrainingProgramRow.removed_on).is_(None)).distinct()
        )
    )
