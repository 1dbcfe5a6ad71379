"""What imports of one source hold today: who its organisations are, and which credentials may be ours. Reads only."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session, col, select

from portal.ctdl.compare import normal_name
from portal.ctdl.imported import ImportedBatch, ImportedCredential, ImportedEdge
from portal.domain.credential import Catalog
from portal.store.ctdl_tables import ImportedEdgeRow, ImportedRecordRow

ORGANISATIONS = ("ceterms:CredentialOrganization", "ceterms:QACredentialOrganization", "ceterms:Organization")
_AT_ONCE = 1_000


def read_organisation_names(session: Session, source: str) -> dict[str, str]:
    """Key to name of all organisations of a source that stand."""
    row = ImportedRecordRow
    found = session.exec(
        select(row.key, row.name).where(
            row.source == source, col(row.ctdl_class).in_(ORGANISATIONS), col(row.removed_on).is_(None)
        )
    )
    return dict(found.all())


def read_comparable(session: Session, source: str, *, catalog: Catalog, today: date) -> ImportedBatch:
    """The standing credentials of a source whose name or CTID stands in the catalog, with the relations among them.

    Only these can raise questions, whichever run brought them.
    """
    ctids = {c.ctid for c in catalog.credentials if c.ctid}
    names = {
        normal_name(name)
        for c in catalog.credentials
        for name in (c.name, c.name_es, *c.aliases, *c.aliases_es)
    }
    found = []
    for record in _credentials(session, source):
        own = (*record.names.values(), *record.alternate_names)
        if record.ctid in ctids or any(normal_name(name) in names for name in own):
            found.append(record)
    keys = [record.key for record in found]
    edges = []
    for start in range(0, len(keys), _AT_ONCE):
        rows = session.exec(
            select(ImportedEdgeRow).where(
                col(ImportedEdgeRow.source) == source,
                col(ImportedEdgeRow.from_key).in_(keys[start : start + _AT_ONCE]),
            )
        )
        edges += [ImportedEdge.model_validate(one) for row in rows for one in row.documents]
    return ImportedBatch(source=source, imported_on=today, credentials=tuple(found), edges=tuple(edges))


def _credentials(session: Session, source: str) -> Iterator[ImportedCredential]:
    """One after another: a registry holds more of them than fit."""
    row = ImportedRecordRow
    rows = session.execute(
        select(col(row.document))
        .where(col(row.source) == source, col(row.record_kind) == "credential", col(row.removed_on).is_(None))
        .order_by(col(row.key))
        .execution_options(yield_per=_AT_ONCE)
    )
    for (document,) in rows:
        yield ImportedCredential.model_validate(document)
