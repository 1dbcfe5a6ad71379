"""An edge that nobody stated is in no plan, no count of what a credential opens, and no ladder: some are planted."""

from datetime import date

import pytest
from pydantic import ValidationError

from portal.domain.credential import Catalog, Credential, Edge, EdgeKind, RequiredGroup
from portal.domain.evidence import Evidence, EvidenceMethod
from portal.domain.person import Person
from portal.stacks.goal import credential_target
from portal.stacks.graph import CredentialGraph
from portal.stacks.ladder import draw_ladder
from portal.stacks.plan import plan
from portal.stacks.unlock import UnlockIndex
from tests.portal.stacks.builders import credential, edge
from tests.portal.stacks.test_plan import COLUMNS, MASK, NURSING

UNSTATED = (EvidenceMethod.INFERRED, EvidenceMethod.EXTRACTED)


def planted(kind: EdgeKind, method: EvidenceMethod, **more: object) -> Edge:
    evidence = Evidence(method=method, source="Us", document="Words compared")
    return edge(kind, "a", "b").model_copy(update={"evidence": evidence, **more})


def world(*edges: Edge) -> Catalog:
    held: tuple[Credential, ...] = (credential("a"), credential("b"))
    return Catalog(credentials=held, edges=edges, version="v", read_on=date(2026, 11, 22))


@pytest.mark.parametrize("method", UNSTATED)
@pytest.mark.parametrize("kind", [k for k in EdgeKind if k is not EdgeKind.REQUIRES])
def test_the_graph_of_plans_is_the_same_with_and_without_it(kind: EdgeKind, method: EvidenceMethod) -> None:
    more = {"completes": True} if kind is EdgeKind.PART_OF else {}
    one = planted(kind, method, **more)
    with_it, without = CredentialGraph(world(one)), CredentialGraph(world())
    for id_ in ("a", "b"):
        assert with_it.edges_to(id_, kind) == with_it.edges_from(id_, kind) == ()
        assert with_it.closure([id_]) == without.closure([id_])
        assert with_it.alone[id_] == without.alone[id_]
    assert (with_it.gives, with_it.givers, with_it.completions) == (
        without.gives, without.givers, without.completions,
    )  # fmt: skip
    assert (with_it.unstated, without.unstated) == ((one,), ()), "pages show it, marked"


@pytest.mark.parametrize("kind", [EdgeKind.SATISFIES, EdgeKind.PART_OF])
def test_the_same_edge_counts_once_somebody_stated_it(kind: EdgeKind) -> None:
    stated = planted(kind, EvidenceMethod.CURATED)
    assert CredentialGraph(world(stated)).gives != CredentialGraph(world()).gives


@pytest.mark.parametrize("method", UNSTATED)
def test_what_is_asked_first_can_never_be_inferred(method: EvidenceMethod) -> None:
    evidence = Evidence(method=method, source="Us", document="Words compared")
    with pytest.raises(ValidationError, match="never inferred"):
        RequiredGroup(any_of=("a",), evidence=evidence)
    with pytest.raises(ValidationError, match="never inferred"):
        Edge(kind=EdgeKind.REQUIRES, from_id="a", to_id="b", evidence=evidence)


@pytest.mark.parametrize("method", UNSTATED)
def test_plans_counts_and_ladders_are_the_same_with_and_without_them(method: EvidenceMethod) -> None:
    evidence = Evidence(method=method, source="Us", document="Words compared")
    stated = tuple(e for id_ in NURSING.ids for kind in EdgeKind for e in NURSING.edges_from(id_, kind))
    lies = (
        edge("satisfies", "cna", "rn"),  # would open every nurse's posting to an aide
        edge("satisfies", "hse", "asn"),
        edge("advanced_standing", "cna", "rn", weeks_saved=8, cost_saved_usd=350),
        edge("prepares_for", "hse", "cna"),
        edge("part_of", "cna", "bridge", completes=True),
    )
    planted = tuple(one.model_copy(update={"evidence": evidence}) for one in lies)
    credentials = tuple(NURSING.credentials.values())

    def answers(*more: Edge) -> tuple[object, ...]:
        network = CredentialGraph(Catalog(credentials=credentials, edges=(*stated, *more), version="test"))
        index = UnlockIndex.build(COLUMNS, network)
        plans = plan(network, Person(), [credential_target(network, "rn")], index=index, mask=MASK)
        assert plans.soonest is not None
        ladder = draw_ladder(plans.soonest.steps, Person(), index=index, mask=MASK)
        return plans, index.answer(Person(held=("cna",)), MASK).gains, ladder

    assert repr(answers(*planted)) == repr(answers())
    assert repr(answers(*lies)) != repr(answers()), "stated, they would change them"
