"""Random small worlds for hypothesis: catalogs, people, postings and regions."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from portal.domain.credential import Catalog, CredentialKind, CredentialStatus, Edge, EducationLevel
from portal.domain.job_posting import RequirementGroup, Requirements, RequirementsState, StatedCondition
from portal.domain.person import Person
from portal.stacks.postings import PostingFacts, PostingPlace
from tests.portal.stacks import builders as make

IDS = tuple("abcdefgh")
STATES = ("IN", "IL")
LEVELS = (EducationLevel.NONE, make.HIGH_SCHOOL, make.ASSOCIATE, make.BACHELOR)
TODAY = date(2026, 6, 20)
NUMBERS = st.sampled_from([0.0, 1.0, 2.0, 3.0, 5.0, 8.0])


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def catalogs(draw: st.DrawFn, most: int = len(IDS)) -> Catalog:
    """A catalog of a few credentials with all five kinds of edges; `requires` and `part_of` have no cycle."""
    ids = IDS[: draw(st.integers(3, most))]
    parts: list[Any] = []
    for place, id_ in enumerate(ids):
        groups = draw(
            st.lists(st.lists(st.sampled_from(ids[:place]), min_size=1, max_size=3, unique=True), max_size=2)
            if place
            else st.just([])
        )
        asks = draw(st.integers(0, 5)) == 0
        parts.append(
            make.credential(
                id_,
                weeks=draw(maybe(NUMBERS) if draw(st.integers(0, 4)) == 0 else NUMBERS),
                cost=draw(maybe(NUMBERS) if draw(st.integers(0, 4)) == 0 else NUMBERS),
                requires=tuple(tuple(group) for group in groups),
                jurisdiction=draw(st.sampled_from([None, None, None, *STATES])),
                education_level=(level := draw(st.sampled_from([None, None, None, *LEVELS[1:]]))),
                kind=CredentialKind.SECONDARY_SCHOOL_DIPLOMA
                if level is make.HIGH_SCHOOL and draw(st.booleans())
                else CredentialKind.CERTIFICATE,
                status=draw(st.sampled_from([CredentialStatus.ACTIVE] * 8 + [CredentialStatus.DEPRECATED])),
                entry={
                    "education": draw(st.sampled_from(LEVELS)),
                    "min_age": draw(maybe(st.just(18))),
                    "experience_months": draw(st.sampled_from([None, None, 12])),
                }
                if asks
                else None,
            )
        )
    order = {id_: place for place, id_ in enumerate(ids)}
    pairs = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["satisfies", "part_of", "part_of", "advanced_standing", "prepares_for"]),
                st.sampled_from(ids),
                st.sampled_from(ids),
            ),
            max_size=8,
            unique=True,
        )
    )
    mostly = draw(st.booleans())
    for kind, one, other in pairs:
        if one == other or (kind == "part_of" and order[one] > order[other]):
            continue
        more: dict[str, Any] = {}
        if kind == "part_of":
            more["completes"] = mostly or draw(st.booleans())
        if kind == "advanced_standing":
            more = {"weeks_saved": draw(maybe(NUMBERS)), "cost_saved_usd": draw(maybe(NUMBERS))}
        parts.append(make.edge(kind, one, other, **more))
    return make.catalog(
        *[p for p in parts if not isinstance(p, Edge)], *[p for p in parts if isinstance(p, Edge)]
    )


@st.composite
def people(draw: st.DrawFn, catalog: Catalog) -> Person:
    ids = [c.id for c in catalog.credentials]
    return Person(
        held=tuple(draw(st.lists(st.sampled_from(ids), max_size=3, unique=True))),
        education=draw(maybe(st.sampled_from(LEVELS))),
        experience_months=draw(maybe(st.sampled_from([0, 6, 24]))),
        age=draw(maybe(st.sampled_from([16, 18, 40]))),
    )


@st.composite
def groups(draw: st.DrawFn) -> RequirementGroup:
    any_of = tuple(draw(st.lists(st.sampled_from([*IDS, "gone"]), max_size=3, unique=True)))
    lost = ("Harbor card",) if not any_of or draw(st.integers(0, 9)) == 0 else ()
    return make.group(*any_of, unresolved=lost, preferred=draw(st.integers(0, 4)) == 0)


@st.composite
def conditions(draw: st.DrawFn) -> StatedCondition:
    return make.condition(
        preferred=draw(st.integers(0, 3)) == 0,
        education=draw(maybe(st.sampled_from(LEVELS))),
        experience_months=draw(st.sampled_from([None, None, 0, 12])),
        min_age=draw(st.sampled_from([None, None, 0, 18])),
    )


@st.composite
def needs(draw: st.DrawFn) -> Requirements:
    state = draw(st.sampled_from([RequirementsState.UNDERSTOOD] * 4 + list(RequirementsState)))
    if state is not RequirementsState.UNDERSTOOD and draw(st.booleans()):
        return Requirements(state=state)
    return Requirements(
        state=state,
        groups=tuple(draw(st.lists(groups(), max_size=3))),
        conditions=tuple(draw(st.lists(conditions(), max_size=1))),
    )


@st.composite
def postings(draw: st.DrawFn) -> tuple[PostingFacts, ...]:
    places = st.builds(
        PostingPlace,
        state=st.sampled_from(STATES),
        county_fips=maybe(st.sampled_from(["18089", "18097", "17031"])),
        latitude=st.sampled_from([41.5, 41.6, 39.8]),
        longitude=st.sampled_from([-87.3, -86.1]),
    ) | st.builds(PostingPlace, state=st.sampled_from(STATES))
    total = draw(st.integers(0, 8))
    ids = draw(st.lists(st.integers(1, 10**12), min_size=total, max_size=total, unique=True))
    return tuple(
        PostingFacts(
            posting_id=id_,
            requirements=draw(needs()),
            soc_code=draw(st.sampled_from([None, "31-1131", "29-1141"])),
            valid_through_on=draw(st.sampled_from([None, TODAY, date(2026, 6, 19), date(2026, 12, 1)])),
            is_remote=draw(st.integers(0, 4)) == 0,
            places=tuple(draw(st.lists(places, max_size=2))),
        )
        for id_ in ids
    )
