"""The credential catalog: from its files into the store, and back as one validated record."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import delete
from sqlmodel import Session, col, insert, select

from portal.domain.catalog_file import parse_catalog, parse_clusters
from portal.domain.credential import CareerCluster, Catalog, Credential, Edge
from portal.domain.errors import InvalidCatalog, NotFound
from portal.store.tables import CredentialEdgeRow, CredentialRow, EmbeddedLoad

CATALOG_LOAD = "catalog"


def read_clusters(config_dir: Path) -> tuple[CareerCluster, ...]:
    """The 16 career clusters of `config/clusters.toml`, in their official order."""
    return parse_clusters(_read_text(config_dir / "clusters.toml"))


def read_clusters_2024(config_dir: Path) -> tuple[CareerCluster, ...]:
    """The 14 career clusters of the framework of 2024, in `config/clusters-2024.toml`."""
    name = "clusters-2024.toml"
    return parse_clusters(_read_text(config_dir / name), name=name)


def read_catalog_files(config_dir: Path, *, soc_codes: frozenset[str], today: date | None) -> Catalog:
    """Read and check `config/catalog/*.toml`; dates of checks against `today`, the real day, unless it is None.

    Raises: InvalidCatalog with every problem, one line each.
    """
    clusters = read_clusters(config_dir)
    return parse_catalog(
        read_catalog_texts(config_dir),
        cluster_slugs=frozenset(c.slug for c in clusters),
        cluster_2024_slugs=frozenset(c.slug for c in read_clusters_2024(config_dir)),
        soc_codes=soc_codes,
        today=today,
    )


def read_catalog_texts(config_dir: Path, *, folder: Path | None = None) -> dict[str, str]:
    """The catalog's files as they are, by name; `folder`: others than those of `config/catalog`."""
    folder = folder or config_dir / "catalog"
    return {path.name: _read_text(path) for path in sorted(folder.glob("*.toml"))}


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidCatalog(
            (f"{path.name}: cannot be read as UTF-8 text ({error}); restore or save it anew",)
        ) from error


def load_catalog(session: Session, catalog: Catalog) -> None:
    """Make the store's catalog equal to this one. The caller commits.

    Source: `config/catalog`; rows are the catalog's alone, so they are replaced as a whole.
    """
    session.execute(delete(CredentialEdgeRow))
    session.execute(delete(CredentialRow))
    if catalog.credentials:
        session.execute(
            insert(CredentialRow),
            [
                {
                    "id": c.id,
                    "name": c.name,
                    "kind": c.kind.value,
                    "jurisdiction": c.jurisdiction,
                    "document": c.model_dump(mode="json"),
                }
                for c in catalog.credentials
            ],
        )
    if catalog.edges:
        session.execute(
            insert(CredentialEdgeRow),
            [
                {
                    "kind": e.kind.value,
                    "from_id": e.from_id,
                    "to_id": e.to_id,
                    "document": e.model_dump(mode="json"),
                }
                for e in catalog.edges
            ],
        )


def read_catalog(session: Session) -> Catalog:
    """The catalog that stands in the store."""
    credentials = session.exec(select(CredentialRow.document).order_by(CredentialRow.id)).all()
    edges = session.exec(select(CredentialEdgeRow.document).order_by(col(CredentialEdgeRow.id))).all()
    load = session.get(EmbeddedLoad, CATALOG_LOAD)
    return Catalog(
        credentials=tuple(Credential.model_validate(document) for document in credentials),
        edges=tuple(Edge.model_validate(document) for document in edges),
        version=load.sha256 if load else "empty",
        read_on=load.loaded_at.date() if load else None,
    )


def get_credential(session: Session, credential_id: str) -> Credential:
    """One credential by its slug.

    Raises: NotFound.
    """
    row = session.get(CredentialRow, credential_id)
    if row is None:
        raise NotFound(f"There is no credential “{credential_id[:80]}” in the catalog. Search for its name.")
    return Credential.model_validate(row.document)


def list_credentials(session: Session, ids: Sequence[str]) -> list[Credential]:
    """Credentials by their slugs, in the order asked; unknown slugs are left out."""
    rows = session.exec(select(CredentialRow).where(col(CredentialRow.id).in_(ids))).all()
    found = {row.id: Credential.model_validate(row.document) for row in rows}
    return [found[i] for i in ids if i in found]
