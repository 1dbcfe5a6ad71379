"""Ladders read from the catalog that ships."""

from pathlib import Path
from time import perf_counter

import pytest

from portal.domain.job_posting import RequirementsState
from portal.domain.person import Person
from portal.stacks.assess import PostingState, assess
from portal.stacks.goal import credential_target, occupation_target
from portal.stacks.graph import CredentialGraph
from portal.stacks.plan import plan
from portal.store.catalog import read_catalog_files
from tests.portal.stacks.builders import group, requirements

CONFIG = Path(__file__).parents[3] / "config"


@pytest.fixture(scope="module")
def nursing() -> CredentialGraph:
    return CredentialGraph(read_catalog_files(CONFIG, soc_codes=frozenset(), today=None))


def test_a_registered_nurse_counts_as_a_practical_nurse_and_an_aide(nursing: CredentialGraph) -> None:
    assert nursing.closure(["rn-license-in"]) >= {"rn-license-in", "lpn-license-in", "cna-in"}
    assert "rn-license-in" not in nursing.closure(["cna-in"])


def test_an_aide_is_one_away_from_a_practical_nurses_job_in_the_same_state(nursing: CredentialGraph) -> None:
    needs = requirements(group("lpn-license-in"), state=RequirementsState.UNDERSTOOD)
    at_home = assess(needs, Person(held=("cna-in",)), nursing, posting_states=frozenset({"IN"}))
    away = assess(needs, Person(held=("lpn-license-in",)), nursing, posting_states=frozenset({"KY"}))
    assert at_home.state is PostingState.ONE_AWAY
    assert {"lpn-license-in", "rn-license-in"} <= set(at_home.one_step)
    assert away.state is PostingState.UNKNOWN


@pytest.mark.parametrize(
    ("soc_code", "goal", "through"),
    [
        ("31-1131", "cna-in", ()),
        ("29-2061", "lpn-license-in", ("practical-nursing-certificate",)),
        ("29-1141", "rn-license-in", ("associate-nursing",)),
    ],
)
def test_the_nursing_ladder_ends_in_the_licence_that_indiana_asks_for(
    nursing: CredentialGraph, soc_code: str, goal: str, through: tuple[str, ...]
) -> None:
    target = occupation_target(nursing, soc_code, home_state="IN")
    made = plan(nursing, Person(held=("high-school-diploma",)), [target], home_state="IN")
    assert made.fastest is not None
    assert [s.credential_id for s in made.fastest.steps] == [*through, goal]


def test_every_credential_of_the_catalog_can_be_planned_exactly_and_soon(nursing: CredentialGraph) -> None:
    for id_ in nursing.ids:
        started = perf_counter()
        made = plan(nursing, Person(education="none"), [credential_target(nursing, id_)])
        assert perf_counter() - started < 2
        if id_ not in nursing.earnable:
            assert made.blocks
            continue
        assert made.fastest is not None, (id_, made.blocks)
        assert made.fastest.is_exact
        assert id_ in nursing.closure(s.credential_id for s in made.fastest.steps)
