"""What a change of the catalog does to plans: two folders of its files, every occupation, four ways each."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from portal.answers import answering
from portal.catalog_check import read_checked_catalog
from portal.domain.credential import Catalog, Edge
from portal.domain.errors import InvalidCatalog
from portal.domain.model import DataModel
from portal.domain.region import Goal, GoalKind, Region, ResolvedRegion
from portal.settings import Settings
from portal.stacks.graph import CredentialGraph
from portal.stacks.kept_reaches import KeptReaches
from portal.stacks.plan_model import Plan, Plans, Way
from portal.stacks.unlock import UnlockIndex
from portal.store.places import resolve_region
from portal.store.usual_entry import usual_entry
from portal.web.choices import Choices
from portal.web.knowledge import Knowledge
from portal.web.pathways.ways import NoTarget, WayFinder
from portal.web.store_session import store_session


class WayBeforeAfter(DataModel):
    """One way to one goal, in words, before and after. An empty tuple with no weeks: there is no such way."""

    soc_code: str
    occupation: str
    way: str
    steps_before: tuple[str, ...]
    steps_after: tuple[str, ...]
    weeks_before: float | None
    weeks_after: float | None
    cost_before_usd: float | None
    cost_after_usd: float | None


class CatalogChanges(DataModel):
    """What differs between two catalogs, and which plans that changes. Units: weeks, US dollars.

    `goals`: how many occupations were planned for in both, from nothing held, in `region` on `as_of`.
    """

    region: str
    as_of: date
    goals: int
    credentials_added: tuple[str, ...]
    credentials_removed: tuple[str, ...]
    credentials_changed: tuple[str, ...]
    edges_added: tuple[str, ...]
    edges_removed: tuple[str, ...]
    edges_changed: tuple[str, ...]
    plans: tuple[WayBeforeAfter, ...]


def find_changes(
    settings: Settings,
    old_folder: Path,
    *,
    region: Region,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> CatalogChanges:
    """Compare `config/catalog` with an older folder of such files, over the postings and wages of the database.

    Raises: InvalidCatalog where one of them breaks a law; NotFound for an unknown region; StoreUnavailable.
    """
    try:
        before = read_checked_catalog(settings.config_dir, today=None, folder=old_folder)
    except InvalidCatalog as error:
        raise InvalidCatalog(tuple(f"{old_folder.name}/{problem}" for problem in error.problems)) from error
    after = read_checked_catalog(settings.config_dir, today=None)
    today = settings.now().date()
    with answering(settings) as known:
        resolved = resolve_region(store_session(), region)
        old, new = _known(known, before), _known(known, after)
        codes = sorted({code for each in (before, after) for c in each.credentials for code in c.soc_codes})
        plans: list[WayBeforeAfter] = []
        for number, code in enumerate(codes, start=1):
            was = _solve(old, code, resolved=resolved, today=today)
            now = _solve(new, code, resolved=resolved, today=today)
            plans += [
                _differing(code, known.occupation_title(code), way, was.get(way), now.get(way))
                for way in Way
                if _gist(was.get(way)) != _gist(now.get(way))
            ]
            progress(number, len(codes))
    edges_before, edges_after = _edges(before), _edges(after)
    held_before = {each.id: each for each in before.credentials}
    held_after = {each.id: each for each in after.credentials}
    return CatalogChanges(
        region=str(region),
        as_of=today,
        goals=len(codes),
        credentials_added=tuple(sorted(held_after.keys() - held_before.keys())),
        credentials_removed=tuple(sorted(held_before.keys() - held_after.keys())),
        credentials_changed=_changed(held_before, held_after),
        edges_added=tuple(sorted(edges_after.keys() - edges_before.keys())),
        edges_removed=tuple(sorted(edges_before.keys() - edges_after.keys())),
        edges_changed=_changed(edges_before, edges_after),
        plans=tuple(plans),
    )


def _known(known: Knowledge, catalog: Catalog) -> Knowledge:
    """What the pages would know with this catalog, over the same postings."""
    entry = usual_entry(store_session(), catalog)
    index = UnlockIndex.build(known.index.columns, CredentialGraph(catalog), usual_entry=entry)
    return replace(known, catalog=catalog, graph=index.graph, index=index, reaches=KeptReaches(index))


def _solve(known: Knowledge, code: str, *, resolved: ResolvedRegion, today: date) -> Mapping[Way, Plan]:
    goal = Goal(kind=GoalKind.OCCUPATION, value=code)
    finder = WayFinder(
        store_session(),
        known,
        goal=goal,
        resolved=resolved,
        within=known.within(resolved, today=today),
        today=today,
    )
    try:
        found: Plans = finder.plans(Choices(goal=goal))
    except NoTarget:
        return {}
    return {way: each for way in Way if (each := found.by_way(way)) is not None}


def _gist(plan: Plan | None) -> object:
    """What a person would notice: the steps, the weeks, the dollars and what is known of them."""
    if plan is None:
        return None
    return (
        tuple(step.credential_id for step in plan.steps),
        plan.weeks,
        plan.weeks_at_least,
        plan.cost_usd,
        plan.cost_at_least,
    )


def _differing(code: str, title: str, way: Way, was: Plan | None, now: Plan | None) -> WayBeforeAfter:
    return WayBeforeAfter(
        soc_code=code,
        occupation=title,
        way=way.value,
        steps_before=tuple(step.credential_id for step in was.steps) if was else (),
        steps_after=tuple(step.credential_id for step in now.steps) if now else (),
        weeks_before=was.weeks if was else None,
        weeks_after=now.weeks if now else None,
        cost_before_usd=was.cost_usd if was else None,
        cost_after_usd=now.cost_usd if now else None,
    )


def _edges(catalog: Catalog) -> dict[str, tuple[Edge, ...]]:
    """Edges by their ends. One `requires` may stand in several groups."""
    found: dict[str, tuple[Edge, ...]] = {}
    for edge in catalog.edges:
        name = f"{edge.from_id} {edge.kind.value} {edge.to_id}"
        found[name] = (*found.get(name, ()), edge)
    return found


def _changed(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(sorted(name for name in before.keys() & after.keys() if before[name] != after[name]))
