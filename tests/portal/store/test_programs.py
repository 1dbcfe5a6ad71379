"""Training programs: a whole list saved, matched by what it states, and never across the line of a state's license."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import Session, select

from portal.ctdl.programs import MatchBasis, find_basis, name_index, named, plain_names
from portal.domain.catalog_file import parse_catalog
from portal.domain.credential import Catalog
from portal.domain.evidence import Evidence, EvidenceMethod
from portal.domain.program import Program, ProgramCost
from portal.store.engine import open_engine, open_session
from portal.store.program_tables import TrainingProgramNameRow, TrainingProgramRow
from portal.store.programs import ProgramsSaved, find_programs, save_programs

TODAY = date(2026, 6, 20)
SAID = Evidence(method=EvidenceMethod.PUBLISHED, source="State of Somewhere", document="List of programs")
_PARTS = """
clusters = ["health-science"]
evidence = [{ method = "general_knowledge" }]
summary = { en = "You learn it.", es = "Lo aprendes." }
issuer = "An issuer"
"""


def catalog() -> Catalog:
    def one(id_: str, name: str, more: str) -> str:
        head = f'[[credential]]\nid = "{id_}"\nname = "{name}"\nname_es = "Un curso"\nkind = "Certification"'
        return f"{head}{_PARTS}{more}\n"

    text = (
        one(
            "cna-in",
            "Certified Nurse Aide (Indiana)",
            'jurisdiction = "IN"\naliases = ["CNA"]\ncip_codes = ["51.3902"]',
        )
        + one("net-plus", "Network+", 'aliases = ["Net+"]\ncip_codes = ["11.0901"]')
        + one("ccma", "Clinical Medical Assistant", 'aliases = ["CCMA", "certified medical assistant"]')
        + one("cma", "CMA (AAMA)", 'aliases = ["certified medical assistant"]')
    )
    return parse_catalog(
        {"x.toml": text},
        cluster_slugs=frozenset({"health-science"}),
        cluster_2024_slugs=frozenset(),
        soc_codes=frozenset(),
        today=None,
    )


def program(ref: str = "1", **values: object) -> Program:
    said = {
        "list_key": "x_list",
        "ref": ref,
        "name": "A class",
        "provider": "A School",
        "state": "NJ",
        "evidence": SAID,
    }
    return Program.model_validate(said | values)


@pytest.fixture
def session(store_url: str) -> Iterator[Session]:
    engine = open_engine(store_url)
    with open_session(engine) as found:
        yield found
    engine.dispose()


def basis(credential_id: str, one: Program) -> MatchBasis | None:
    known = catalog()
    (credential,) = [c for c in known.credentials if c.id == credential_id]
    return find_basis(credential, one, index=name_index(known.credentials))


def test_what_the_list_states_goes_before_the_name_and_the_field() -> None:
    both = program(name="Network+ certification", cip_code="11.0901")

    assert (
        basis("net-plus", both.model_copy(update={"credentials": ("CompTIA (Net+)",)}))
        is MatchBasis.STATED_CREDENTIAL
    )
    assert basis("net-plus", both) is MatchBasis.PROGRAM_NAME
    assert basis("net-plus", program(cip_code="11.0901")) is MatchBasis.FIELD_OF_STUDY
    assert basis("net-plus", program(name="Networks", cip_code="11.0902")) is None


def test_a_license_of_one_state_is_not_taught_in_another() -> None:
    aide = program(name="Certified Nurse Aide", credentials=("CNA",), cip_code="51.3902")

    assert basis("cna-in", aide) is None
    assert basis("cna-in", aide.model_copy(update={"state": "IN"})) is MatchBasis.STATED_CREDENTIAL


def test_a_name_in_brackets_tells_two_credentials_apart() -> None:
    index = name_index(catalog().credentials)

    assert named("Certified Medical Assistant (CCMA)", index) == {"ccma"}
    assert named("Certified Medical Assistant", index) == {"ccma", "cma"}
    assert named("Network+ (CCMA)", index) == frozenset(), "the two parts contradict each other"
    assert "network plus" in plain_names("Network+ Certification Training")


def test_saving_a_list_again_changes_nothing_and_a_program_that_is_gone_stays_with_its_day(
    session: Session,
) -> None:
    whole = [program("1", name="Network+"), program("2", name="Phlebotomy"), program("3", provider="")]

    assert save_programs(session, whole, today=TODAY) == ProgramsSaved(inserted=2, without_school=1)
    assert save_programs(session, whole, today=date(2026, 7, 1)) == ProgramsSaved(
        unchanged=2, without_school=1
    )
    changed = [program("1", name="Network+", cost=ProgramCost(total_usd=900))]
    assert save_programs(session, changed, today=date(2026, 7, 2)) == ProgramsSaved(updated=1, removed=1)

    rows = {row.ref: row for row in session.exec(select(TrainingProgramRow))}
    assert (rows["1"].removed_on, rows["2"].removed_on) == (None, date(2026, 7, 2))
    assert rows["1"].first_imported_on == TODAY
    assert "phlebotomy" in set(session.exec(select(TrainingProgramNameRow.plain_name)))


def test_programs_of_a_credential_are_found_by_name_and_by_field_but_not_the_removed_ones(
    session: Session,
) -> None:
    known = catalog()
    index = name_index(known.credentials)
    (net,) = [c for c in known.credentials if c.id == "net-plus"]
    save_programs(
        session,
        [program("1", name="Net+ prep"), program("2", cip_code="11.0901"), program("3", name="Cooking")],
        today=TODAY,
    )

    found = {one.program.ref: one.basis for one in find_programs(session, net, index=index)}
    assert found == {"1": MatchBasis.PROGRAM_NAME, "2": MatchBasis.FIELD_OF_STUDY}

    save_programs(session, [program("2", cip_code="11.0901")], today=TODAY)
    assert [one.program.ref for one in find_programs(session, net, index=index)] == ["2"]


def test_programs_of_two_lists_are_not_taken_for_one(session: Session) -> None:
    with pytest.raises(ValueError, match="several lists"):
        save_programs(session, [program("1"), program("2", list_key="other")], today=TODAY)


def test_a_sum_that_is_not_its_parts_is_known() -> None:
    assert ProgramCost(tuition_usd=900, fees_usd=100, total_usd=1000).parts_make_total is True
    assert ProgramCost(tuition_usd=900, fees_usd=0, total_usd=1000).parts_make_total is False
    assert ProgramCost(total_usd=1000).parts_make_total is None
