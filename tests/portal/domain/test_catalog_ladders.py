"""What the catalog that ships says of ladders, borders of states and Indiana's licences."""

import pytest

from portal.domain.credential import Catalog, EdgeKind


def closure(catalog: Catalog, held: str) -> set[str]:
    """Everything that `held` counts as."""
    counted, queue = {held}, [held]
    while queue:
        at = queue.pop()
        for edge in catalog.edges:
            if edge.kind is EdgeKind.SATISFIES and edge.from_id == at and edge.to_id not in counted:
                counted.add(edge.to_id)
                queue.append(edge.to_id)
    return counted


def required(catalog: Catalog, goal: str) -> set[str]:
    """Everything that stands below `goal` in any of its OR-groups."""
    by_id = {c.id: c for c in catalog.credentials}
    below: set[str] = set()
    queue = [goal]
    while queue:
        for group in by_id[queue.pop()].requires:
            new = set(group.any_of) - below
            below |= new
            queue += sorted(new)
    return below


@pytest.mark.parametrize(
    ("held", "counts_as"),
    [
        ("rn-license-in", {"lpn-license-in", "cna-in"}),
        ("rn-license-ny", {"lpn-license-ny", "cna-ny"}),
        ("paramedic-license-in", {"aemt-in", "emt-in", "emr-in"}),
        ("bachelor-nursing", {"bachelor-degree", "high-school-diploma"}),
        ("associate-early-childhood", {"associate-degree", "high-school-diploma"}),
        ("cda-preschool", {"cda-credential"}),
        ("hse-in", {"high-school-diploma"}),
    ],
)
def test_holding_more_counts_as_less(catalog: Catalog, held: str, counts_as: set[str]) -> None:
    assert counts_as <= closure(catalog, held)


@pytest.mark.parametrize(
    ("held", "is_not"),
    [
        ("cna-in", "lpn-license-in"),
        ("qma-in", "lpn-license-in"),
        ("rn-license-in", "rn-license-ny"),
        ("bachelor-nursing", "rn-license-in"),
        ("bachelor-degree", "associate-degree"),
        ("bls-provider", "cpr-first-aid"),
    ],
)
def test_it_does_not_claim_too_much(catalog: Catalog, held: str, is_not: str) -> None:
    assert is_not not in closure(catalog, held)


@pytest.mark.parametrize(
    ("goal", "rungs"),
    [
        ("qma-in", {"cna-in", "high-school-diploma", "hse-in"}),
        ("lpn-license-in", {"practical-nursing-certificate"}),
        ("rn-license-in", {"associate-nursing", "bachelor-nursing"}),
        ("paramedic-license-in", {"paramedic-program", "emt-in", "bls-provider"}),
        ("pharmacy-technician-license-in", {"pharmacy-technician-course", "cpht-ptcb"}),
        ("teacher-license-early-childhood-in", {"bachelor-early-childhood", "cpr-aed"}),
    ],
)
def test_ladders_have_their_rungs(catalog: Catalog, goal: str, rungs: set[str]) -> None:
    assert rungs <= required(catalog, goal)


def test_a_state_stands_in_the_id_and_no_licence_counts_across_a_border(catalog: Catalog) -> None:
    state_of = {c.id: c.jurisdiction for c in catalog.credentials}

    assert [i for i, state in state_of.items() if state and not i.endswith(f"-{state.lower()}")] == []
    crossing = [
        (edge.from_id, edge.to_id)
        for edge in catalog.edges
        if edge.kind is EdgeKind.SATISFIES
        and None not in (state_of[edge.from_id], state_of[edge.to_id])
        and state_of[edge.from_id] != state_of[edge.to_id]
    ]
    assert crossing == []


INDIANA_LICENCES = {
    "health": "rn-license-in lpn-license-in cna-in qma-in emt-in paramedic-license-in pharmacy-technician-license-in "
    "dental-hygienist-license-in radiologic-technologist-license-in respiratory-care-license-in pta-certificate-in",
    "people": "lsw-in lcsw-in lmhc-in lmft-in addiction-counselor-license-in massage-therapist-license-in",
    "beauty": "cosmetologist-license-in barber-license-in esthetician-license-in manicurist-license-in "
    "beauty-instructor-license-in",
    "trades": "journeyman-plumber-license-in plumbing-contractor-license-in home-inspector-license-in "
    "well-driller-license-in",
    "food": "alcohol-employee-permit-in alcohol-server-training-in",
    "driving": "drivers-license-in cdl-permit-in cdl-a-in cdl-b-in hazmat-endorsement-in tanker-endorsement-in "
    "passenger-endorsement-in school-bus-endorsement-in doubles-triples-endorsement-in",
    "business": "real-estate-broker-in insurance-producer-in cpa-in mlo-in notary-public-in auctioneer-license-in "
    "funeral-director-license-in appraiser-residential-in",
    "land and water": "pesticide-applicator-commercial-in wastewater-class-1-in water-distribution-dss-in rvt-in",
    "schools": "teacher-license-elementary-in teacher-license-secondary-in teacher-license-special-ed-in "
    "substitute-permit-in workplace-specialist-1-in school-counselor-license-in",
}
"""What Indiana licenses in the main trades. It has no state license for electricians, HVAC or carpenters."""


@pytest.mark.parametrize("ids", INDIANA_LICENCES.values(), ids=INDIANA_LICENCES.keys())
def test_indiana_licences_of_the_main_trades_are_there(catalog: Catalog, ids: str) -> None:
    assert set(ids.split()) <= {c.id for c in catalog.credentials}
