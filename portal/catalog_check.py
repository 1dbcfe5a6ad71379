"""`portal doctor catalog`: the catalog's files against every law and the code lists that ship, without a database."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from portal.domain.catalog_file import parse_catalog
from portal.domain.catalog_quality import list_faults
from portal.domain.credential import Catalog
from portal.domain.errors import InvalidCatalog
from portal.domain.evidence import Evidence
from portal.domain.model import DataModel
from portal.settings import Settings
from portal.store.catalog import read_catalog_texts, read_clusters, read_clusters_2024
from portal.store.snapshots import read_soc_occupations, read_table_rows

OLD_CHECK = timedelta(days=365)
BROKEN_LAW = "broken law"
OLD = "checked long ago"


class CatalogFinding(DataModel):
    """One thing to mend. `where` is the credential or edge; empty where the message itself names file and id."""

    kind: str
    where: str
    message: str


class CatalogCheck(DataModel):
    """What the catalog holds and what to mend.

    `checked`, `not_checked`: statements with evidence, by whether a person read them at their source.
    `old_checks`: read more than a year ago; to be read again, no fault yet.
    """

    credentials: int
    edges: int
    checked: int
    not_checked: int
    findings: tuple[CatalogFinding, ...]
    old_checks: tuple[CatalogFinding, ...]


def check_catalog(settings: Settings) -> tuple[CatalogCheck, Catalog | None]:
    """Check `config/catalog`. Where a law is broken there is no catalog, and every broken law is named."""
    # a fixed clock may stand before the days on which the catalog was checked
    today = settings.now().date() if settings.as_of is None else None
    try:
        catalog = read_checked_catalog(settings.config_dir, today=today)
    except InvalidCatalog as error:
        broken = tuple(CatalogFinding(kind=BROKEN_LAW, where="", message=text) for text in error.problems)
        return CatalogCheck(
            credentials=0, edges=0, checked=0, not_checked=0, findings=broken, old_checks=()
        ), None
    said = list(_evidence(catalog))
    checked = sum(evidence.is_checked for _, evidence in said)
    return CatalogCheck(
        credentials=len(catalog.credentials),
        edges=len(catalog.edges),
        checked=checked,
        not_checked=len(said) - checked,
        findings=tuple(
            CatalogFinding(kind=fault.kind.value, where=fault.credential_id, message=fault.message)
            for fault in list_faults(catalog)
        ),
        old_checks=() if today is None else tuple(_old(said, today)),
    ), catalog


def read_checked_catalog(config_dir: Path, *, today: date | None, folder: Path | None = None) -> Catalog:
    """Read a catalog with every list that it can be compared with; `folder`: other files than `config/catalog`.

    Source: SOC 2018 and CIP 2020 codes of `config/embedded`.

    Raises: InvalidCatalog with every problem; StoreUnavailable where a list is damaged.
    """
    embedded = config_dir / "embedded"
    titles = read_table_rows(embedded / "crosswalks" / "titles.tsv.gz", 3)
    return parse_catalog(
        read_catalog_texts(config_dir, folder=folder),
        cluster_slugs=frozenset(each.slug for each in read_clusters(config_dir)),
        cluster_2024_slugs=frozenset(each.slug for each in read_clusters_2024(config_dir)),
        soc_codes=frozenset(
            row.soc_code for row in read_soc_occupations(embedded / "soc") if row.level == "detailed"
        ),
        cip_codes=frozenset(code for taxonomy, code, _ in titles if taxonomy == "cip-2020"),
        today=today,
    )


def _evidence(catalog: Catalog) -> Iterator[tuple[str, Evidence]]:
    """Every statement's evidence, with the credential or edge that it is of. A group of `requires` is an edge."""
    for credential in catalog.credentials:
        bare = credential.model_copy(update={"requires": ()})
        yield from ((credential.id, each) for each in _inside(bare))
    for edge in catalog.edges:
        yield f"{edge.from_id} {edge.kind.value} {edge.to_id}", edge.evidence


def _inside(record: DataModel) -> Iterator[Evidence]:
    for value in record.__dict__.values():
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Evidence):
                yield part
            elif isinstance(part, DataModel):
                yield from _inside(part)


def _old(said: list[tuple[str, Evidence]], today: date) -> Iterator[CatalogFinding]:
    for where, evidence in dict.fromkeys(said):
        if evidence.checked_on is not None and evidence.checked_on < today - OLD_CHECK:
            yield CatalogFinding(
                kind=OLD,
                where=where,
                message=f"{evidence.document} was read on {evidence.checked_on}; read it again at {evidence.url}",
            )
