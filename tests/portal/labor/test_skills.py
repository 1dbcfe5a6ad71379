"""Competencies and O*NET's words: matched by words that both have, suggested only, never in a graph."""

import pytest

from portal.domain.catalog_file import parse_catalog
from portal.domain.catalog_quality import FaultKind, list_faults
from portal.domain.credential import Catalog
from portal.domain.evidence import EvidenceMethod
from portal.labor.skills import SkillSource, SkillText, find_sentences, match_skills, stems, suggest_edges
from portal.settings import ROOT
from portal.stacks.graph import CredentialGraph
from portal.store.catalog import read_catalog_files


def task(text: str) -> SkillText:
    return SkillText(source=SkillSource.TASK, soc_code="51-4121", text=text)


TASKS = (
    task("Weld components in flat, vertical, or overhead positions."),
    task("Operate safety equipment and use safe work habits."),
    task("Examine workpieces for defects and measure workpieces with straightedges."),
)


def test_forms_of_a_word_are_one_and_empty_words_are_none() -> None:
    assert set(stems("Welding")) == set(stems("welds")) == set(stems("welder"))
    assert stems("Use of the basics") == {}


def test_a_competency_is_matched_with_the_text_that_has_its_words() -> None:
    (found,) = match_skills(["Overhead welding", "Espresso"], TASKS)

    assert (found.competency, found.matched, found.score) == ("Overhead welding", TASKS[0], 1.0)
    assert found.words == ("overhead", "welding")


def test_one_common_word_of_two_is_not_enough() -> None:
    assert match_skills(["Welding safety"], TASKS) == ()
    assert match_skills(["Safety"], TASKS)[0].matched == TASKS[1]


def test_nothing_is_matched_with_nothing() -> None:
    assert match_skills(["Welding"], ()) == ()
    assert match_skills(["Use of the basics"], TASKS) == ()


def test_a_sentence_must_have_every_word_and_one_word_alone_proves_nothing() -> None:
    sentences = ["You keep records.", "You give medication and keep records.", "Safety first."]

    assert find_sentences(["Medication records", "Safety", "Wound care"], sentences) == (
        ("Medication records", sentences[1]),
    )


def catalog(*, edge: str = "", other_cluster: str = "health-science") -> Catalog:
    def one(id_: str, skills: str, cluster: str) -> str:
        return (
            f'[[credential]]\nid = "{id_}"\nname = "The {id_}"\nname_es = "La {id_}"\nkind = "Badge"\n'
            f'issuer = "An issuer"\nsummary = {{ en = "You learn.", es = "Aprendes." }}\nclusters = ["{cluster}"]\n'
            f'competencies = {skills}\nevidence = [{{ method = "general_knowledge" }}]\n'
        )

    text = (
        one("small", '["Wound care", "Lifting people", "Record vital signs"]', "health-science")
        + one("large", '["Wound care", "Lift people", "Recording of vital signs", "Pharmacy"]', other_cluster)
        + one("apart", '["Wound care", "Law", "Ethics"]', "health-science")
        + edge
    )
    return parse_catalog(
        {"x.toml": text},
        cluster_slugs=frozenset({"health-science", "finance"}),
        soc_codes=frozenset(),
        today=None,
    )


EDGE = '\n[[edge]]\nkind = "prepares_for"\nfrom_id = "small"\nto_id = "large"\nevidence = {{ {} }}\n'


def test_much_the_same_competencies_suggest_an_edge_from_the_smaller_to_the_larger() -> None:
    (found,) = suggest_edges(catalog())

    assert (found.from_id, found.to_id, found.score) == ("small", "large", 1.0)
    assert found.shared == ("Lifting people", "Record vital signs", "Wound care")


def test_no_edge_is_suggested_where_one_stands_or_the_field_is_another() -> None:
    assert suggest_edges(catalog(edge=EDGE.format('method = "general_knowledge"'))) == ()
    assert suggest_edges(catalog(other_cluster="finance")) == ()


def test_a_suggestion_is_in_no_graph_and_an_edge_that_was_only_inferred_is_a_fault() -> None:
    plain = catalog()
    assert suggest_edges(plain)
    graph = CredentialGraph(plain)
    assert graph.gives["small"] == {"small"}
    assert not [edge for edge in plain.edges if {"small", "large"} == {edge.from_id, edge.to_id}]

    computed = catalog(edge=EDGE.format('method = "inferred", source = "Us", document = "Words compared"'))
    assert FaultKind.NOT_CONFIRMED in {fault.kind for fault in list_faults(computed)}


@pytest.mark.parametrize("method", [EvidenceMethod.INFERRED, EvidenceMethod.EXTRACTED])
def test_no_computed_edge_ships(method: EvidenceMethod) -> None:
    shipped = read_catalog_files(ROOT / "config", soc_codes=frozenset(), today=None)

    assert [edge for edge in shipped.edges if edge.evidence.method is method] == []
