"""Faults that a well-formed catalog can have: each planted one is named, and a sound catalog has none."""

import pytest

from portal.domain.catalog_file import parse_catalog
from portal.domain.catalog_quality import FaultKind, list_faults
from tests.portal.domain.test_catalog_file import AIDE, CLUSTERS, NURSE, SOC_CODES, TODAY

SOUND = (
    AIDE + "clusters_2024 = ['health']\naliases_es = ['auxiliar de enfermería']\naliases = ['nurse aid']\n"
) + (
    NURSE
    + "clusters_2024 = ['health']\naliases_es = ['enfermero práctico']\naliases = ['practical nursing']\n"
)


def faults(text: str) -> list[tuple[str, FaultKind, str]]:
    catalog = parse_catalog({"health.toml": text}, cluster_slugs=CLUSTERS, soc_codes=SOC_CODES, today=TODAY)
    return [(fault.credential_id, fault.kind, fault.message) for fault in list_faults(catalog)]


def test_a_sound_catalog_has_no_fault() -> None:
    assert faults(SOUND) == []


HARD_ES = "Obtención de autorizaciones ocupacionales mediante documentación exhaustiva de calificaciones."
VARIES = (
    "portability = { kind = 'varies_by_state', url = 'https://a.example', "
    "evidence = { method = 'general_knowledge' } }\n"
    'homepage = "https://a.example'
)
PLANTED = {
    "grade above seven": (
        (
            "You help people.",
            "Documentation of occupational qualifications necessitates comprehensive evaluation here.",
        ),
        [("aide", FaultKind.HARD_TO_READ, "summary: English of grade")],
    ),
    "hard Spanish": (
        ("Ayudas a las personas.", HARD_ES),
        [("aide", FaultKind.HARD_TO_READ, "summary: Spanish of ease")],
    ),
    "Spanish that is English": (
        ("Ayudas a las personas.", "You help people."),
        [("aide", FaultKind.NOT_TRANSLATED, "summary: Spanish repeats the English; translate it")],
    ),
    "no Spanish name of postings": (
        ("aliases_es = ['auxiliar de enfermería']", ""),
        [("aide", FaultKind.NOT_TRANSLATED, "aliases_es is empty")],
    ),
    "nothing leads to it or from it": (
        ('requires = [{ any_of = ["aide"], evidence = { method = "general_knowledge" } }]', ""),
        [
            ("aide", FaultKind.ORPHAN, "no edge touches it"),
            ("nurse", FaultKind.ORPHAN, "no edge touches it"),
        ],
    ),
    "a name for anything": (
        ("'nurse aid'", "'Aide'"),
        [("aide", FaultKind.MISLEADING_NAME, "“aide” matches too much; take it out")],
    ),
    "the same name twice": (
        ("'nurse aid'", "'nurse aid', 'Nurse Aid'"),
        [("aide", FaultKind.NAME_TWICE, "“nurse aid” stands 2 times; keep one")],
    ),
    "no occupation and no reason": (
        ('soc_codes = ["31-1131"]', ""),
        [("aide", FaultKind.NO_OCCUPATION, "no SOC code; add one or say why in soc_scope")],
    ),
    "a state's own without its state": (
        ("State Health Department", "Tennessee Department of Health"),
        [("aide", FaultKind.NO_STATE, "Tennessee Department of Health gives it; write jurisdiction = “TN”")],
    ),
    "it varies by state and has none": (
        ("State Health Department", 'Board of Health of West Virginia"\noffered_in = ["WV"]\n' + VARIES),
        [("aide", FaultKind.NO_STATE, "Board of Health of West Virginia gives it and it varies by state")],
    ),
    "no cluster of 2024": (
        ("clusters_2024 = ['health']\naliases_es = ['aux", "aliases_es = ['aux"),
        [("aide", FaultKind.NO_CLUSTER_2024, "add clusters_2024")],
    ),
}


@pytest.mark.parametrize(("change", "expected"), PLANTED.values(), ids=PLANTED.keys())
def test_names_the_planted_fault_and_nothing_else(
    change: tuple[str, str], expected: list[tuple[str, FaultKind, str]]
) -> None:
    assert change[0] in SOUND

    found = faults(SOUND.replace(*change, 1))

    assert [(id_, kind) for id_, kind, _ in found] == [(id_, kind) for id_, kind, _ in expected]
    for (_, _, message), (_, _, start) in zip(found, expected, strict=True):
        assert message.startswith(start)


def test_one_name_for_different_work_is_told_on_both() -> None:
    shared = SOUND.replace("'practical nursing'", "'nurse aid'").replace('jurisdiction = "IN"\n', "")

    assert faults(shared) == [
        (
            id_,
            FaultKind.MISLEADING_NAME,
            "“nurse aid” stands on aide, nurse, which lead to different work; keep it on one",
        )
        for id_ in ("aide", "nurse")
    ]


def test_what_counts_everywhere_or_is_of_no_agency_needs_no_state() -> None:
    for issuer in (
        "Kansas State University",
        "RV Technical Institute (Elkhart, Indiana)",
        "Literacy Minnesota",
    ):
        assert faults(SOUND.replace("State Health Department", issuer)) == []
    everywhere = VARIES.replace("varies_by_state", "everywhere")
    issuer = f'Indiana Bureau of Motor Vehicles"\n{everywhere}'
    assert faults(SOUND.replace("State Health Department", issuer)) == []


def test_any_text_of_a_credential_is_read_however_deep() -> None:
    hard = "Comprehensive documentation of occupational qualifications necessitates considerable preparation."
    deep = (
        "recognitions = [{ kind = 'state_list', by = 'State', "
        f"statement = {{ en = '{hard}', es = 'Cuenta.' }}, evidence = {{ method = 'general_knowledge' }} }}]\n"
    )

    assert [(kind, text.split(":")[0]) for _, kind, text in faults(SOUND + deep)] == [
        (FaultKind.HARD_TO_READ, "recognitions.statement")
    ]
