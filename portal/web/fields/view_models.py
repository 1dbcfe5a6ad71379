"""What the pages of career fields show."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from portal.domain.credential import CareerCluster, Credential
from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.region import ResolvedRegion
from portal.web.credentials.list_page import CredentialCard, build_card
from portal.web.knowledge import Knowledge
from portal.web.occupations.content import NamedWork, name_work
from portal.web.translate import gettext
from portal.web.wages import LocalWages, WageLine
from portal.web.words import credential_name, in_language, region_label, region_note

MOST_FIRST, MOST_WORK = 8, 12
FRAMEWORK_2024 = 2024


class FieldTile(DataModel):
    """A field in the list of all. `colour` is the slug of the field of 2002 whose colour it wears."""

    slug: str
    name: str
    icon: str
    colour: str
    credentials: int


class FieldsPage(DataModel):
    """Both frameworks, the one of 2024 first."""

    fields: tuple[FieldTile, ...]
    older: tuple[FieldTile, ...]


class FieldWork(DataModel):
    """An occupation of a field here."""

    soc_code: str
    named: NamedWork
    wage: WageLine | None
    open_jobs: int


class FieldPage(DataModel):
    """One field: first steps, work with pay and open jobs here, and every credential.

    `credentials` and `elsewhere` are ids and names; those of `elsewhere` are neither given nor good in this place.
    """

    tile: FieldTile
    framework_year: int
    work: tuple[FieldWork, ...]
    more_work: int
    first_steps: tuple[CredentialCard, ...]
    credentials: tuple[tuple[str, str], ...]
    elsewhere: tuple[tuple[str, str], ...]
    region: str
    region_label: str
    region_note: str
    place: str
    counted_on: datetime
    has_samples: bool


def members(known: Knowledge, cluster: CareerCluster) -> list[Credential]:
    """Credentials of a field that can be earned, of either framework."""
    is_new = cluster.framework_year == FRAMEWORK_2024
    return [
        one
        for one in known.catalog.credentials
        if one.id in known.graph.earnable and cluster.slug in (one.clusters_2024 if is_new else one.clusters)
    ]


def find_field(clusters: tuple[CareerCluster, ...], slug: str) -> CareerCluster:
    """The field of a slug. Raises: NotFound."""
    for cluster in clusters:
        if cluster.slug == slug:
            return cluster
    raise NotFound(
        gettext("We know no career field called “%(name)s”. Choose one from the list.", name=slug[:40])
    )


def build_fields_page(known: Knowledge, clusters: tuple[CareerCluster, ...]) -> FieldsPage:
    """All fields with how many credentials each has."""
    tiles = [(cluster, _tile(known, cluster)) for cluster in clusters]
    return FieldsPage(
        fields=tuple(tile for cluster, tile in tiles if cluster.framework_year == FRAMEWORK_2024),
        older=tuple(tile for cluster, tile in tiles if cluster.framework_year != FRAMEWORK_2024),
    )


def build_field_page(
    session: Session,
    known: Knowledge,
    cluster: CareerCluster,
    *,
    resolved: ResolvedRegion,
    place: str,
    now: datetime,
) -> FieldPage:
    """One field in one place. Work with the most open jobs first, then by name; first steps the shortest first."""
    own = members(known, cluster)
    mask = known.within(resolved, today=now.date()).mask
    codes = sorted({code for one in own for code in one.soc_codes})
    jobs = known.index.count_by_occupation(codes, mask)
    named = {code: name_work(code, known.occupation_title(code)) for code in codes}
    ordered = sorted(codes, key=lambda code: (-jobs[code], named[code].title))
    shown = ordered[:MOST_WORK]
    wages = LocalWages(session, known, resolved=resolved, soc_codes=shown)
    return FieldPage(
        tile=_tile(known, cluster),
        framework_year=cluster.framework_year,
        work=tuple(
            FieldWork(soc_code=code, named=named[code], wage=wages.line(code), open_jobs=jobs[code])
            for code in shown
        ),
        more_work=len(ordered) - len(shown),
        first_steps=tuple(build_card(one) for one in _first_steps(known, own, resolved)),
        credentials=_names(one for one in own if resolved.has(one)),
        elsewhere=_names(one for one in own if not resolved.has(one)),
        region=str(resolved.region),
        region_label=region_label(resolved),
        region_note=region_note(resolved),
        place=place,
        counted_on=now,
        has_samples=known.has_samples(mask),
    )


def _first_steps(known: Knowledge, own: list[Credential], resolved: ResolvedRegion) -> list[Credential]:
    """Credentials that ask for nothing first and count here, the shortest first.

    Unknown time is no first step.
    """
    open_to_all = [
        one
        for one in own
        if known.graph.is_first_step(one.id) and one.weeks is not None and resolved.has(one)
    ]
    return sorted(open_to_all, key=lambda one: (one.weeks.typical if one.weeks else 0, one.name))[:MOST_FIRST]


def _names(credentials: Iterable[Credential]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((one.id, credential_name(one)) for one in credentials), key=lambda pair: pair[1]))


def _tile(known: Knowledge, cluster: CareerCluster) -> FieldTile:
    own = members(known, cluster)
    colours = Counter(one.clusters[0] for one in own)
    is_older = cluster.framework_year != FRAMEWORK_2024
    return FieldTile(
        slug=cluster.slug,
        name=in_language(cluster.name),
        icon=cluster.icon,
        colour=cluster.slug if is_older or not colours else colours.most_common(1)[0][0],
        credentials=len(own),
    )
