"""What the command line prints: the same answers as the pages give, as data."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from flask import current_app

from portal.domain.credential import Edge
from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.domain.region import Goal, Region, ResolvedRegion
from portal.search.hydrate import fill_credentials, fill_postings
from portal.search.port import SearchEngine, SearchKind, SearchQuery
from portal.settings import Settings
from portal.stacks.plan_model import Plan, Plans, Way
from portal.stacks.region_mask import region_mask
from portal.store.occupations import list_occupations
from portal.store.places import resolve_region
from portal.web.app import create_app
from portal.web.knowledge import Knowledge, knowledge
from portal.web.pathways.ways import NoTarget, explain_blocks, find_ways
from portal.web.store_session import store_session


class FoundItem(DataModel):
    """One hit of a search."""

    kind: str
    id: str
    name: str
    matched_words: tuple[str, ...]


class SearchAnswer(DataModel):
    """`portal search`. `corrected` is the text that was searched instead, where a word had a typing error."""

    text: str
    kind: str
    region: str | None
    total: int
    corrected: str | None
    items: tuple[FoundItem, ...]


class Gain(DataModel):
    """Open postings that one more credential alone would open."""

    credential: str
    name: str
    opens: int


class UnlockReport(DataModel):
    """`portal unlock`: postings of a region by state for what is held, and what each credential would open."""

    region: str
    region_name: str
    as_of: date
    held: tuple[str, ...]
    total: int
    qualifies: int
    one_away: int
    further: int
    unknown: int
    likely: int
    gains: tuple[Gain, ...]


class PlanProof(DataModel):
    """One edge through which a step serves the plan, with its evidence (`method` tells published from inferred)."""

    from_credential: str
    kind: str
    to_credential: str
    method: str
    source: str
    document: str
    url: str
    checked_on: date | None


class PlanStep(DataModel):
    """One step of a plan. Units: weeks, US dollars; None is unknown.

    `why` is empty where the step is itself what was asked for.
    """

    credential: str
    name: str
    weeks: float | None
    cost_usd: float | None
    cost_year: int | None
    is_checked: bool
    why: tuple[PlanProof, ...]


class PlanReport(DataModel):
    """One of the four ways. `weeks` and `cost_usd` are "at least" where a step's figure is unknown."""

    way: str
    steps: tuple[PlanStep, ...]
    weeks: float
    weeks_at_least: bool
    cost_usd: float
    cost_at_least: bool
    all_checked: bool
    is_exact: bool
    return_usd: float | None


class PlansAnswer(DataModel):
    """`portal plan`: the four ways to a goal, or what blocks, in words."""

    goal: str
    region: str
    region_name: str
    held: tuple[str, ...]
    is_reached: bool
    plans: tuple[PlanReport, ...]
    blocked: tuple[str, ...]


@contextmanager
def answering(settings: Settings) -> Iterator[Knowledge]:
    """Everything that a page would know, for the time of one command."""
    app = create_app(settings)
    try:
        with app.test_request_context():
            yield knowledge()
    finally:
        app.extensions["search"].close()
        app.extensions["store_engine"].dispose()


def answer_search(
    settings: Settings, *, text: str, kind: SearchKind, region: Region | None, size: int
) -> SearchAnswer:
    """Search as the pages do; only what is open now is found.

    Raises: SearchUnavailable, NotFound for an unknown region.
    """
    now = settings.now()
    with answering(settings):
        engine: SearchEngine = current_app.extensions["search"]
        session = store_session()
        resolved = resolve_region(session, region) if region is not None else None
        result = engine.search(
            SearchQuery(
                kind=kind,
                text=text,
                region=resolved if kind is SearchKind.POSTINGS else None,
                today=now.date() if kind is SearchKind.POSTINGS else None,
                size=size,
            )
        )
        if kind is SearchKind.POSTINGS:
            names = {str(row.card.id): row.card.title for row in fill_postings(session, result, now=now).rows}
        elif kind is SearchKind.CREDENTIALS:
            names = {row.credential.id: row.credential.name for row in fill_credentials(session, result)}
        else:
            rows = list_occupations(session, [hit.id for hit in result.hits])
            names = {code: row.soc_title for code, row in rows.items()}
    return SearchAnswer(
        text=text,
        kind=kind.value,
        region=str(region) if region is not None else None,
        total=result.total,
        corrected=result.corrected,
        items=tuple(
            FoundItem(kind=kind.value, id=hit.id, name=names[hit.id], matched_words=hit.matched_words)
            for hit in result.hits
            if hit.id in names
        ),
    )


def answer_unlock(settings: Settings, *, person: Person, region: Region, limit: int) -> UnlockReport:
    """Count the open postings of a region by state, and what each further credential alone would open.

    Raises: NotFound for an unknown region or held credential.
    """
    today = settings.now().date()
    with answering(settings) as known:
        resolved = resolve_region(store_session(), region)
        answer = known.index.answer(
            _at_home(person, resolved), region_mask(known.index.columns, resolved, today=today)
        )
        gains = sorted(answer.gains.items(), key=lambda item: (-item[1], item[0]))
        return UnlockReport(
            region=str(region),
            region_name=resolved.label,
            as_of=today,
            held=person.held,
            total=answer.total,
            qualifies=answer.qualifies,
            one_away=answer.one_away,
            further=answer.further,
            unknown=answer.unknown,
            likely=answer.likely,
            gains=tuple(
                Gain(credential=id_, name=known.graph.get(id_).name, opens=count)
                for id_, count in gains[:limit]
            ),
        )


def answer_plan(settings: Settings, *, person: Person, goal: Goal, region: Region) -> PlansAnswer:
    """The four best ways from what is held to a goal.

    Raises: NotFound for an unknown region, goal or held credential.
    """
    with answering(settings) as known:
        session = store_session()
        resolved = resolve_region(session, region)
        mask = region_mask(known.index.columns, resolved, today=settings.now().date())
        plans = Plans(is_reached=False)
        blocked: tuple[str, ...] = ()
        try:
            plans = find_ways(
                session, known, _at_home(person, resolved), goal=goal, resolved=resolved, mask=mask
            )
        except NoTarget as error:
            blocked = (str(error),)
        else:
            if plans.blocks:
                told = explain_blocks(known, plans.blocks)
                blocked = (told.reason, *told.lines)
        found = [plan for way in Way if (plan := plans.by_way(way)) is not None]
        return PlansAnswer(
            goal=str(goal),
            region=str(region),
            region_name=resolved.label,
            held=person.held,
            is_reached=plans.is_reached,
            plans=tuple(_report(known, plan) for plan in found),
            blocked=blocked,
        )


def _at_home(person: Person, resolved: ResolvedRegion) -> Person:
    return person.model_copy(update={"state": resolved.home_state})


def _report(known: Knowledge, plan: Plan) -> PlanReport:
    return PlanReport(
        way=plan.way.value,
        steps=tuple(
            PlanStep(
                credential=step.credential_id,
                name=known.graph.get(step.credential_id).name,
                weeks=step.weeks,
                cost_usd=step.cost_usd,
                cost_year=step.cost_year,
                is_checked=step.weeks_checked and step.cost_checked and step.edges_checked,
                why=tuple(_proof(edge) for edge in (*step.why, *step.standing)),
            )
            for step in plan.steps
        ),
        weeks=plan.weeks,
        weeks_at_least=plan.weeks_at_least,
        cost_usd=plan.cost_usd,
        cost_at_least=plan.cost_at_least,
        all_checked=plan.all_checked,
        is_exact=plan.is_exact,
        return_usd=plan.return_parts.total_usd,
    )


def _proof(edge: Edge) -> PlanProof:
    return PlanProof(
        from_credential=edge.from_id,
        kind=edge.kind.value,
        to_credential=edge.to_id,
        method=edge.evidence.method.value,
        source=edge.evidence.source,
        document=edge.evidence.document,
        url=edge.evidence.url,
        checked_on=edge.evidence.checked_on,
    )
