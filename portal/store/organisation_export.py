"""An organisation's people in open files, in one archive: one file a person, the log, and what was kept back."""

import json
import zipfile
from datetime import datetime
from typing import IO

from sqlmodel import Session, col, select

from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.person_export import write_export
from portal.domain.staff import Purpose
from portal.store.audit import AuditEntry, list_entries
from portal.store.caseload_tables import PersonRow
from portal.store.consent import purposes_of_people
from portal.store.person_export import EVERYTHING, export_person, names_of_accounts
from portal.store.sealing import Sealer
from portal.store.staff_tables import OrganisationRow

CHUNK = 1000


class OrganisationExported(DataModel):
    """Who is in the archive, and how many are not because they did not agree to copies."""

    person_ids: tuple[str, ...]
    kept_back: int


def list_exported(
    session: Session, organisation_id: str, *, now: datetime, everything: bool
) -> OrganisationExported:
    """Whom an archive made now holds: everybody, or who agreed to copies that leave the site."""
    ids = session.exec(
        select(PersonRow.id)
        .where(PersonRow.organisation_id == organisation_id)
        .order_by(col(PersonRow.added_at), col(PersonRow.id))
    ).all()
    agreed = purposes_of_people(session, ids, on=now.date())
    chosen = tuple(id_ for id_ in ids if everything or Purpose.SHARE in agreed.get(id_, frozenset()))
    return OrganisationExported(person_ids=chosen, kept_back=len(ids) - len(chosen))


def export_organisation(
    session: Session,
    sealer: Sealer,
    organisation_id: str,
    *,
    to: IO[bytes],
    now: datetime,
    everything: bool = False,
) -> OrganisationExported:
    """Write the archive (ZIP). Without `everything`, only people who agreed to copies, and of each what they agreed to.

    Raises: NotFound.
    """
    row = session.exec(select(OrganisationRow).where(OrganisationRow.id == organisation_id)).first()
    if row is None:
        raise NotFound(f"There is no organization {organisation_id[:40]}. See them with: portal staff list")
    exported = list_exported(session, organisation_id, now=now, everything=everything)
    names = names_of_accounts(session, sealer, organisation_id)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        about = {
            "format": "rungs-organisation",
            "version": 1,
            "exported_at": now.isoformat(),
            "name": row.name,
            "kind": row.kind,
            "retention_days": row.retention_days,
            "people": len(exported.person_ids),
            "people_kept_back": exported.kept_back,
            "professionals": [{"name": name, "role": role} for name, role in names.values()],
        }
        archive.writestr("organisation.json", json.dumps(about, ensure_ascii=False, indent=2) + "\n")
        for number, person_id in enumerate(exported.person_ids, start=1):
            purposes = EVERYTHING if everything else None
            text = write_export(export_person(session, sealer, person_id, now=now, purposes=purposes))
            archive.writestr(f"people/{number:05}.json", text)
        with archive.open("log.jsonl", "w") as log:
            before = None
            while entries := list_entries(session, organisation_id, before_number=before, limit=CHUNK):
                log.write("".join(_line(entry) for entry in entries).encode())
                before = entries[-1].number
    return exported


def _line(entry: AuditEntry) -> str:
    return json.dumps(entry.model_dump(mode="json"), ensure_ascii=False) + "\n"
