"""What the start page shows."""

from collections import Counter
from collections.abc import Iterable

from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from portal.domain.credential import Credential, EdgeKind
from portal.domain.model import DataModel
from portal.search.port import SearchEngine
from portal.settings import Settings
from portal.web.credentials.finding import fold
from portal.web.knowledge import Knowledge
from portal.web.live import LiveCount, build_live_count, count_live_by_occupation
from portal.web.places import county_names
from portal.web.start.goal_picker import GoalPicker, find_goals
from portal.web.start.near import NearNow, build_near_now
from portal.web.translate import gettext
from portal.web.words import credential_name, list_clusters

COMMON = 12
"""So many credentials stand first."""
DIPLOMAS = ("high-school-diploma", "hse-in")


class StartForm(DataModel):
    """What stands in the form: typed text is kept as it was typed, right or wrong."""

    place: str = ""
    held: frozenset[str] = frozenset()
    goal: str = ""
    work: str = ""
    """What somebody typed to find a goal in the list."""
    place_error: str = ""
    held_error: str = ""
    goal_error: str = ""
    detail: str = ""
    """The English message of what could not be read, for who made the address by hand."""

    @property
    def has_errors(self) -> bool:
        """Something was sent that could not be read."""
        return bool(self.place_error or self.held_error or self.goal_error)


class Option(DataModel):
    """One box or one line of a list. `words` are other names that the filter box finds it by."""

    value: str
    label: str
    words: str = ""
    is_chosen: bool = False


class OptionGroup(DataModel):
    """Options under one heading; `cluster` is empty for the common ones. It is open where one is chosen."""

    cluster: str
    heading: str
    options: tuple[Option, ...]
    is_open: bool = False


class ClusterTile(DataModel):
    """One career field: how many credentials we know, how many jobs are open in our whole list.

    A job counts in the field of its occupation; one whose occupation we could not tell counts in none.
    """

    slug: str
    icon: str
    credentials: int
    open_jobs: int


class StartPage(DataModel):
    """The whole start page."""

    form: StartForm
    counties: tuple[str, ...]
    held_groups: tuple[OptionGroup, ...]
    picker: GoalPicker
    tiles: tuple[ClusterTile, ...]
    live: LiveCount
    near: NearNow


def read_start_form(args: "MultiDict[str, str]") -> StartForm:
    """What an address says about the form; anything is taken, nothing is judged here."""
    held = {part.strip()[:80] for text in args.getlist("held") for part in text.split(",")}
    return StartForm(
        place=args.get("region", "")[:80],
        held=frozenset(held - {""}),
        goal=args.get("goal", "")[:120],
        work=args.get("work", "")[:80],
    )


def build_start_page(
    session: Session, known: Knowledge, *, settings: Settings, engine: SearchEngine, form: StartForm
) -> StartPage:
    """The three questions with their lists, the clusters, and what is open now."""
    counts = Counter(slug for each in known.catalog.credentials for slug in each.clusters)
    field_of = _field_of_occupations(known)
    jobs: Counter[str] = Counter()
    for code, count in count_live_by_occupation(session, now=settings.now()).items():
        if code in field_of:
            jobs[field_of[code]] += count
    return StartPage(
        form=form,
        counties=county_names(session, settings.home_state),
        held_groups=short_held_groups(known, form.held),
        picker=find_goals(known, engine, work=form.work, goal=form.goal, is_short=True),
        tiles=tuple(
            ClusterTile(
                slug=each.slug, icon=each.icon, credentials=counts[each.slug], open_jobs=jobs[each.slug]
            )
            for each in list_clusters()
            if counts[each.slug]
        ),
        live=build_live_count(session, now=settings.now()),
        near=build_near_now(session, known, settings=settings, place=form.place, held=form.held),
    )


def short_held_groups(known: Knowledge, held: frozenset[str], *, field: str = "") -> tuple[OptionGroup, ...]:
    """What open jobs ask for most, what was chosen besides, and one career field: all weigh too much for one page."""
    everything = held_groups(known, held)
    common, of_field = everything[0], [group for group in everything[1:] if group.cluster == field]
    chosen = tuple(
        option
        for group in everything[1:]
        if group.cluster != field
        for option in group.options
        if option.is_chosen
    )
    also = OptionGroup(cluster="", heading=gettext("You chose these too"), options=chosen, is_open=True)
    groups = (common, also, *(group.model_copy(update={"is_open": True}) for group in of_field))
    return tuple(group for group in groups if group.options)


def held_groups(known: Knowledge, held: frozenset[str]) -> tuple[OptionGroup, ...]:
    """All credentials by career field; what open jobs ask for most stands first, diplomas before all."""
    common = common_credentials(known)
    groups = [
        OptionGroup(
            cluster="",
            heading=gettext("Asked for most"),
            options=tuple(_held_option(known.graph.get(id_), held) for id_ in common),
            is_open=True,
        )
    ]
    for cluster in list_clusters():
        members = [
            each
            for each in known.catalog.credentials
            if each.clusters[0] == cluster.slug and each.id not in common
        ]
        options = _sorted_options(members, held)
        is_open = any(option.is_chosen for option in options)
        groups.append(OptionGroup(cluster=cluster.slug, heading="", options=options, is_open=is_open))
    return tuple(group for group in groups if group.options)


def common_credentials(known: Knowledge) -> tuple[str, ...]:
    """Diplomas, then what most open jobs ask for, then what most other credentials ask for."""
    needed = Counter(edge.to_id for edge in known.catalog.edges if edge.kind is EdgeKind.REQUIRES)
    ids: dict[str, None] = dict.fromkeys(id_ for id_ in DIPLOMAS if id_ in known.graph.credentials)
    for counts in (known.asked_by_jobs, needed):
        ids |= dict.fromkeys(sorted(counts, key=lambda id_: (-counts[id_], id_)))
    return tuple(ids)[:COMMON]


def _field_of_occupations(known: Knowledge) -> dict[str, str]:
    """The career field of each occupation that a credential leads to: that of the first such credential."""
    field_of: dict[str, str] = {}
    for credential in known.catalog.credentials:
        for code in credential.soc_codes:
            field_of.setdefault(code, credential.clusters[0])
    return field_of


def _sorted_options(members: Iterable[Credential], held: frozenset[str]) -> tuple[Option, ...]:
    return tuple(
        sorted((_held_option(each, held) for each in members), key=lambda option: fold(option.label))
    )


def _held_option(credential: Credential, held: frozenset[str]) -> Option:
    label = credential_name(credential)
    others = (
        name for name in (credential.name, *credential.aliases[:3]) if name.lower() not in label.lower()
    )
    return Option(
        value=credential.id,
        label=label,
        words=" ".join(others),
        is_chosen=credential.id in held,
    )
