"""Laws between answers that no example shows: expiry, and every law again in far more worlds."""

import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.person import HeldUntil
from portal.stacks.graph import CredentialGraph
from portal.stacks.postings import build_posting_columns
from portal.stacks.unlock import UnlockIndex
from tests.portal.stacks import (
    test_changes,
    test_graph,
    test_kept_reaches,
    test_more_plans,
    test_pairs,
    test_path_search,
    test_plan,
    test_unlock,
    worlds,
)
from tests.portal.stacks.sizes import BOUNDED, MANY


@BOUNDED
@given(st.data())
def test_what_has_run_out_counts_as_nothing_from_the_day_after(data: st.DataObject) -> None:
    catalog = data.draw(worlds.catalogs())
    person = data.draw(worlds.people(catalog))
    columns = build_posting_columns(
        data.draw(worlds.postings()), {c.id: c.jurisdiction for c in catalog.credentials}
    )
    index = UnlockIndex.build(columns, CredentialGraph(catalog))
    days = {id_: worlds.TODAY + timedelta(days=data.draw(st.integers(-1, 1))) for id_ in person.held}
    told = person.model_copy(
        update={"held_until": tuple(HeldUntil(credential_id=id_, last_day=day) for id_, day in days.items())}
    )
    left = person.model_copy(update={"held": tuple(id_ for id_, day in days.items() if day >= worlds.TODAY)})
    everything = np.ones(len(columns), dtype=bool)
    on = told.on(worlds.TODAY)
    assert set(on.lapsed) == set(person.held) - set(left.held)
    assert index.answer(on, everything) == index.answer(left, everything)
    assert index.qualifying(on, everything) == index.qualifying(left, everything)


def _laws() -> list[Callable[..., Any]]:
    modules = (
        test_changes, test_graph, test_kept_reaches, test_more_plans, test_pairs, test_path_search, test_plan,
        test_unlock, sys.modules[__name__],
    )  # fmt: skip
    found = [value for module in modules for value in vars(module).values()]
    return [law for law in found if hasattr(law, "hypothesis") and _takes_data(law)]


def _takes_data(law: Callable[..., Any]) -> bool:
    return law.hypothesis.inner_test.__code__.co_varnames[:1] == ("data",)  # type: ignore[attr-defined, no-any-return]


LAWS = _laws()


def test_there_are_laws_to_run_in_many_worlds() -> None:
    assert len(LAWS) >= 15


@pytest.mark.long
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_a_law_holds_in_thousands_of_worlds(law: Callable[..., Any]) -> None:
    inner = law.hypothesis.inner_test  # type: ignore[attr-defined]
    cases = 0

    def counted(data: st.DataObject) -> None:
        nonlocal cases
        cases += 1
        inner(data)

    MANY(given(st.data())(counted))()
    sys.stdout.write(f"{law.__name__}: {cases:,} worlds\n")
    assert cases >= 500
