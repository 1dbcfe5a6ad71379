"""Typical entry and the nation's projections in the store, and what may be called *likely* from them."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import Session, func, select

from portal.domain.credential import Catalog, Credential, EducationLevel
from portal.domain.outlook import Projection, YearsBasis
from portal.settings import ROOT
from portal.store.engine import open_engine, open_session
from portal.store.outlook import (
    list_projections,
    list_typical_entries,
    load_entry_snapshot,
    replace_projections,
)
from portal.store.reference_tables import OccupationProjectionRow
from portal.store.tables import OccupationRow
from portal.store.usual_entry import usual_entry

ENTRY = ROOT / "config" / "embedded" / "entry"
SOC = (
    "11-1011",
    "29-1141",
    "29-1292",
    "31-1131",
    "31-1122",
    "33-3051",
    "39-9011",
    "47-2111",
    "53-3032",
    "55-3016",
)


@pytest.fixture
def session(store_url: str) -> Iterator[Session]:
    engine = open_engine(store_url)
    with open_session(engine) as session:
        for code in SOC:
            session.add(OccupationRow(soc_code=code, soc_title=code, level="detailed"))
        load_entry_snapshot(session, ENTRY)
        session.commit()
        yield session
    engine.dispose()


def credential(id_: str, name: str, soc_code: str, **values: object) -> Credential:
    return Credential.model_validate(
        {
            "id": id_,
            "name": name,
            "name_es": name,
            "kind": "License",
            "jurisdiction": "IN",
            "issuer": "State",
            "summary": {"en": "A paper.", "es": "Un papel."},
            "soc_codes": (soc_code,),
            "clusters": ("health-science",),
            "evidence": ({"method": "general_knowledge"},),
            **values,
        }
    )


def catalog(*credentials: Credential) -> Catalog:
    return Catalog(credentials=credentials, edges=(), version="test", read_on=date(2026, 11, 22))


def test_a_group_speaks_for_its_members_and_says_so(session: Session) -> None:
    entries = list_typical_entries(session, SOC)
    aide = entries["31-1122"]
    assert (aide.printed_code, aide.is_group, aide.edition) == ("31-1120", True, "2024-2034")
    assert entries["31-1131"].is_group is False
    assert "55-3016" not in entries, "BLS projects no military work"


def test_likely_rests_on_schooling_only_where_schooling_is_enough(session: Session) -> None:
    usual = usual_entry(session, catalog())
    assert usual["39-9011"].education is EducationLevel.HIGH_SCHOOL
    assert usual["31-1122"].education is EducationLevel.HIGH_SCHOOL
    for code, why in {
        "11-1011": "asks for five years of experience",
        "47-2111": "is learned in an apprenticeship first",
        "29-1292": "is licensed, and the catalog has no licence for it",
        "55-3016": "is not covered",
    }.items():
        assert code not in usual, why


def test_licences_stand_for_schooling_and_steps_on_the_way_do_not_count(session: Session) -> None:
    permit = credential("permit", "Learner Permit", "53-3032")
    cdl = credential(
        "cdl",
        "Driver License A",
        "53-3032",
        requires=({"any_of": ("permit",), "evidence": {"method": "general_knowledge"}},),
    )
    hazmat = credential("hazmat", "Hazmat Endorsement", "53-3032")
    nurse = credential("rn", "Registered Nurse", "29-1141")
    law = {
        "kind": "required_in_law",
        "by": "State",
        "statement": {"en": "You need it.", "es": "La necesitas."},
        "jurisdiction": "IN",
        "evidence": {"method": "general_knowledge"},
    }
    aide = credential("cna", "Nurse Aide", "31-1131", kind="Certification", recognitions=(law,))
    choice = credential("chw", "Health Worker", "21-1094", kind="Certification")
    private = credential("badge", "Aide Badge", "39-9011", kind="Certification", jurisdiction=None)
    usual = usual_entry(session, catalog(permit, cdl, hazmat, nurse, aide, choice, private))
    assert usual["53-3032"].license_ids == ("cdl",)
    assert usual["29-1141"].license_ids == ("rn",)
    assert usual["29-1141"].education is EducationLevel.NONE
    assert usual["31-1131"].license_ids == ("cna",)
    assert usual["39-9011"].license_ids == ()
    assert "21-1094" not in usual or usual["21-1094"].license_ids == (), (
        "the state gives it; no law asks for it"
    )


def test_editions_and_publishers_stand_side_by_side(session: Session) -> None:
    before = session.exec(select(func.count()).select_from(OccupationProjectionRow)).one()
    state = Projection(
        area_code="1800000", soc_code="31-1131", title="Nursing Assistants", source_key="projections_central",
        start_year=2022, end_year=2032, years_basis=YearsBasis.INFERRED, base_employment=30_000,
    )  # fmt: skip
    for _ in range(2):
        assert replace_projections(session, [state]) == 1
        load_entry_snapshot(session, ENTRY)
    after = session.exec(select(func.count()).select_from(OccupationProjectionRow)).one()
    assert after == before + 1
    both = list_projections(session, "31-1131", ["0000000", "1800000"])
    assert [(one.period, one.years_basis) for one in both] == [
        ("2024-2034", YearsBasis.PUBLISHED),
        ("2022-2032", YearsBasis.INFERRED),
    ]
    assert both[1].annual_openings is None
    assert list_projections(session, "55-3016", ["0000000"]) == []
    (group,) = list_projections(session, "31-1122", ["0000000"])
    assert group.soc_code == "31-1120"
