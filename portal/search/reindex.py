"""Store → index: everything anew, or the postings that changed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import cast

from sqlalchemy import ColumnElement
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from portal.domain.credential import CredentialStatus
from portal.labor.crosswalk import Taxonomy
from portal.search.documents import (
    CredentialNames,
    PostingDocument,
    SearchDocument,
    SocGroups,
    credential_document,
    credential_names,
    occupation_aliases,
    occupation_document,
    posting_document,
)
from portal.search.place_documents import place_documents
from portal.search.port import IndexState, Progress, SearchEngine, SearchKind
from portal.store.catalog import read_catalog
from portal.store.city_counties import read_city_counties
from portal.store.live import is_ever_shown
from portal.store.reference_tables import CrosswalkRow
from portal.store.runs import data_version
from portal.store.tables import (
    CredentialRow,
    JobPostingPlaceRow,
    JobPostingRow,
    OccupationRow,
    WageEstimateRow,
)
from portal.store.wages import NATION_AREA_CODE, latest_vintage

BATCH = 500
_SEARCHED = (
    "id", "source_key", "title", "employer_name", "description_text", "posted_on", "valid_through_on", "shown_from_on",
    "is_remote", "employment_types", "annual_pay_min_usd", "soc_code", "requirements_state", "requirements",
)  # fmt: skip
"""What a posting's document is made of."""
EARNABLE = (CredentialStatus.ACTIVE, CredentialStatus.PROBATIONARY)
"""What can no longer be earned keeps its page and is not searched."""


def reindex(
    session: Session, engine: SearchEngine, *, progress: Progress | None = None
) -> tuple[IndexState, ...]:
    """Build all indexes anew from the store; each old one answers until its new one stands.

    Raises: SearchUnavailable when the disk, a lock or a count stands in the way; old indexes stay.
    """
    # Read first: what changes while we build makes the store's version newer, never the index's.
    version = data_version(session)
    states = []
    for kind in (SearchKind.OCCUPATIONS, SearchKind.PLACES, SearchKind.CREDENTIALS):
        found = tuple(list_documents(session, kind))
        states.append(
            engine.rebuild(
                kind,
                found,
                expected=partial(len, found),
                data_version=version,
                progress=progress,
            )
        )
    groups = SocGroups(session.exec(select(OccupationRow)))
    credentials = read_catalog(session).credentials
    ids: list[int] = []

    def documents() -> Iterator[PostingDocument]:
        # Runs under the engine's write lock, so that no ingest run can slip between reading and swapping.
        ids.extend(_list_searchable_ids(session))
        yield from _posting_documents(
            session,
            ids,
            groups=groups,
            names=credential_names(credentials),
            clusters=clusters_by_soc(session),
        )

    states.append(
        engine.rebuild(
            SearchKind.POSTINGS,
            documents(),
            expected=lambda: len(ids),
            data_version=version,
            progress=progress,
        )
    )
    return tuple(states)


def list_documents(session: Session, kind: SearchKind) -> Iterable[SearchDocument]:
    """All documents of one kind, as an index built now would hold them."""
    groups = SocGroups(session.exec(select(OccupationRow)))
    credentials = read_catalog(session).credentials
    match kind:
        case SearchKind.CREDENTIALS:
            return [credential_document(each, groups) for each in credentials if each.status in EARNABLE]
        case SearchKind.OCCUPATIONS:
            aliases, employment = occupation_aliases(credentials), national_employment(session)
            return [
                occupation_document(
                    row,
                    groups,
                    aliases=aliases.get(row.soc_code, ()),
                    employment=employment.get(row.soc_code),
                )
                for row in groups.rows()
            ]
        case SearchKind.PLACES:
            return place_documents(session)
        case SearchKind.POSTINGS:
            names, clusters = credential_names(credentials), clusters_by_soc(session)
            ids = _list_searchable_ids(session)
            return _posting_documents(session, ids, groups=groups, names=names, clusters=clusters)


def index_postings(session: Session, engine: SearchEngine, posting_ids: Collection[int]) -> IndexState:
    """Bring the index in step with the store for these postings, after the store was committed.

    Puts in what can be searched and takes out the rest (removed, internal, retired samples, unknown ids).
    Raises: SearchUnavailable; then `reindex` makes it good later.
    """
    wanted = sorted(set(posting_ids))
    searchable: set[int] = set()
    for batch in _batches(wanted):
        searchable.update(_list_searchable_ids(session, col(JobPostingRow.id).in_(batch)))
    groups = SocGroups(session.exec(select(OccupationRow)))
    names = _read_names(session)
    return engine.apply_changes(
        SearchKind.POSTINGS,
        _posting_documents(
            session, sorted(searchable), groups=groups, names=names, clusters=clusters_by_soc(session)
        ),
        deletes=[str(posting_id) for posting_id in wanted if posting_id not in searchable],
    )


def confirm_version(session: Session, engine: SearchEngine, *, before: str | None) -> bool:
    """After a run that indexed its changes: note that the index stands on the store's version of now.

    `before` is `data_version` from before the run. An index that was behind already stays behind (False),
    and is rebuilt at the next start.
    """
    if before is None or engine.version() != before:
        return False
    engine.note_version(data_version(session))
    return True


def national_employment(session: Session) -> dict[str, float]:
    """Jobs in the nation by SOC code, where OEWS publishes them (newest vintage)."""
    rows = session.exec(
        select(WageEstimateRow.soc_code, WageEstimateRow.employment).where(
            WageEstimateRow.area_code == NATION_AREA_CODE,
            WageEstimateRow.vintage == latest_vintage(session),
            col(WageEstimateRow.employment).is_not(None),
        )
    )
    return {code: jobs for code, jobs in rows if jobs is not None}


def clusters_by_soc(session: Session) -> dict[str, tuple[str, ...]]:
    """Career clusters of each detailed occupation, by the official crosswalk; empty where it is not loaded."""
    rows = session.exec(
        select(CrosswalkRow.source_code, CrosswalkRow.target_code, CrosswalkRow.source_taxonomy).where(
            col(CrosswalkRow.source_taxonomy).in_([Taxonomy.SOC_2018.value, Taxonomy.CLUSTER_2002.value]),
            col(CrosswalkRow.target_taxonomy).in_([Taxonomy.SOC_2018.value, Taxonomy.CLUSTER_2002.value]),
        )
    )
    found: dict[str, set[str]] = {}
    for source, target, taxonomy in rows:
        soc, cluster = (source, target) if taxonomy == Taxonomy.SOC_2018.value else (target, source)
        found.setdefault(soc, set()).add(cluster)
    return {soc: tuple(sorted(clusters)) for soc, clusters in found.items()}


def _list_searchable_ids(session: Session, *conditions: ColumnElement[bool]) -> list[int]:
    """Ids of postings that belong in the index. First and last day are left to the query: the clock moves on."""
    rows = session.exec(
        select(JobPostingRow.id)
        .where(
            col(JobPostingRow.removed_at).is_(None),
            col(JobPostingRow.is_internal).is_(False),
            col(JobPostingRow.is_sample_retired).is_(False),
            is_ever_shown(),
            *conditions,
        )
        .order_by(col(JobPostingRow.id))
    )
    return [posting_id for posting_id in rows if posting_id is not None]


def _posting_documents(
    session: Session,
    ids: Sequence[int],
    *,
    groups: SocGroups,
    names: Mapping[str, CredentialNames],
    clusters: Mapping[str, tuple[str, ...]],
) -> Iterator[PostingDocument]:
    for batch in _batches(ids):
        rows = _light_rows(session, batch)
        places = _light_places(session, batch)
        countyless = {
            (place.state, place.place_name)
            for found in places.values()
            for place in found
            if not place.county_fips
        }
        cities = read_city_counties(session, countyless)
        for row in rows:
            yield posting_document(
                row, places[row.id or 0], groups=groups, names=names, clusters=clusters, cities=cities
            )


def _read_names(session: Session) -> dict[str, CredentialNames]:
    """As `credential_names` of the whole catalog, which after a small run would cost more than the run."""
    rows = session.connection().execute(sql_select(col(CredentialRow.id), col(CredentialRow.document)))
    return {
        id_: CredentialNames(
            en=(document["name"], *document["aliases"]), es=(document["name_es"], *document["aliases_es"])
        )
        for id_, document in rows
    }


def _light_rows(session: Session, ids: Sequence[int]) -> Sequence[JobPostingRow]:
    """Rows that read like `JobPostingRow` without what an object costs: this is the hot path of ingestion."""
    columns = [JobPostingRow.__table__.c[name] for name in _SEARCHED]  # type: ignore[attr-defined]
    query = sql_select(*columns).where(col(JobPostingRow.id).in_(ids)).order_by(col(JobPostingRow.id))
    return cast(Sequence[JobPostingRow], session.connection().execute(query).all())


def _light_places(session: Session, ids: Sequence[int]) -> Mapping[int, Sequence[JobPostingPlaceRow]]:
    """As `list_places`, in the same light form."""
    columns = JobPostingPlaceRow.__table__.c  # type: ignore[attr-defined]
    query = sql_select(*columns).where(columns.posting_id.in_(ids)).order_by(columns.id)
    places: dict[int, list[JobPostingPlaceRow]] = {posting_id: [] for posting_id in ids}
    for row in session.connection().execute(query):
        places[row.posting_id].append(cast(JobPostingPlaceRow, row))
    return places


def _batches(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[at : at + BATCH] for at in range(0, len(ids), BATCH))
