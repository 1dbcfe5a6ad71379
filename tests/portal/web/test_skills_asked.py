"""Skills on the page of a job: only what a sentence says, beside what the person's credentials show."""

from types import SimpleNamespace
from typing import cast

import pytest

from portal.domain.catalog_file import parse_catalog
from portal.stacks.graph import CredentialGraph
from portal.web.jobs import skills as asked
from portal.web.jobs.skills import build_skills_asked
from portal.web.knowledge import Knowledge

TEXT = (
    "We are a clinic. You take vital signs and keep medication records.\n• Help people bathe\nSafety first."
)
CATALOG = "".join(
    f'[[credential]]\nid = "{id_}"\nname = "The {id_}"\nname_es = "La {id_}"\nkind = "Badge"\nissuer = "An issuer"\n'
    f'summary = {{ en = "You learn.", es = "Aprendes." }}\nclusters = ["health-science"]\n'
    f'competencies = {skills}\nsoc_codes = ["{soc}"]\nevidence = [{{ method = "general_knowledge" }}]\n'
    for id_, skills, soc in (
        ("aide", '["Vital signs", "Safety", "Wound care"]', "31-1131"),
        ("med-aide", '["Medication records", "Vital sign"]', "31-1131"),
        ("clerk", '["Keep records"]', "43-9061"),
    )
)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Knowledge:
    monkeypatch.setattr(asked, "credential_name", lambda credential: credential.name)
    catalog = parse_catalog(
        {"x.toml": CATALOG}, cluster_slugs=frozenset({"health-science"}), soc_codes=frozenset(), today=None
    )
    return cast(Knowledge, SimpleNamespace(graph=CredentialGraph(catalog)))


def test_each_skill_stands_with_its_sentence_and_what_is_missing_comes_first(known: Knowledge) -> None:
    found = build_skills_asked(known, soc_code="31-1131", text=TEXT, held=("aide",))

    assert [(line.name, line.is_held) for line in found.lines] == [
        ("Medication records", False),
        ("Vital signs", True),
    ]
    assert {line.sentence for line in found.lines} == {"You take vital signs and keep medication records."}
    assert found.lines[0].credentials == (("med-aide", "The med-aide"),)
    assert found.lines[1].credentials[0] == ("aide", "The aide"), "what is held stands first"
    assert (found.held, found.knows_held) == (1, True)


def test_nothing_told_means_nothing_held_and_nothing_missing(known: Knowledge) -> None:
    found = build_skills_asked(known, soc_code="31-1131", text=TEXT, held=())

    assert not found.knows_held
    assert not any(line.is_held for line in found.lines)


def test_a_job_whose_work_is_not_known_names_no_skills(known: Knowledge) -> None:
    assert build_skills_asked(known, soc_code=None, text=TEXT, held=()).lines == ()
    assert build_skills_asked(known, soc_code="47-2111", text=TEXT, held=("gone",)).lines == ()


def test_a_text_without_sentences_proves_nothing(known: Knowledge) -> None:
    heap = "word " * 200 + "vital signs " + "word " * 200
    assert build_skills_asked(known, soc_code="31-1131", text=heap, held=()).lines == ()
