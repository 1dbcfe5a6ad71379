"""Recognition, credit, exams, lessons and stories of a credential: their form, and each planted mistake."""

import pytest

from portal.domain.catalog_file import parse_catalog
from portal.domain.credential import Catalog, Credential
from portal.domain.errors import InvalidCatalog
from portal.domain.recognition import Standing, is_before
from tests.portal.domain.test_catalog_file import AIDE, CLUSTERS, NURSE, SOC_CODES, TODAY

READ = "evidence = { method = 'published', source = 'Board', document = 'Rules', checked_on = 2026-11-01 }"
GUESS = "evidence = { method = 'general_knowledge' }"
SAID = "statement = { en = 'It counts.', es = 'Cuenta.' }"
TEXT = "{ en = 'Look at it.', es = 'Mírala.' }"
LESSON = (
    f"lesson = {{ title = {TEXT}, minutes = 45, materials = {TEXT}, shows = {TEXT}, "
    f"steps = [{TEXT}, {{ en = 'Try it.', es = 'Pruébala.' }}] }}\n"
)


def parse(text: str) -> Catalog:
    return parse_catalog(
        {"health.toml": text},
        cluster_slugs=CLUSTERS,
        cluster_2024_slugs=frozenset({"healthcare-human-services"}),
        soc_codes=SOC_CODES,
        cip_codes=frozenset({"51.3902"}),
        today=TODAY,
    )


def aide(more: str) -> Credential:
    return parse(AIDE + more).credentials[0]


def test_all_of_it_is_read() -> None:
    read = aide(
        "clusters_2024 = ['healthcare-human-services']\ncip_codes = ['51.3902']\nexam = 'State test'\n"
        f"recognitions = [{{ kind = 'required_in_law', by = 'State', {SAID}, stated_on = '2024-03', {READ} }}]\n"
        f"portability = {{ kind = 'varies_by_state', url = 'https://e.org', {GUESS} }}\n"
        f"articulations = [{{ kind = 'prior_learning', institution = 'A College', credits = 3, {GUESS} }}]\n"
        f"exam_profile = {{ forms = ['oral'], supports = [{{ kind = 'reader', {GUESS} }}], {GUESS} }}\n"
        f"story = {{ opened = {{ text = {TEXT}, {READ} }} }}\n" + LESSON
    )

    assert read.recognitions[0].standing is Standing.VERIFIED
    assert read.articulations[0].credits == 3
    assert read.lesson is not None
    assert [name for name, part in read.story.parts.items() if part] == ["opened"] if read.story else False


@pytest.mark.parametrize(
    ("proof", "own", "standing"),
    [
        (READ, "false", Standing.VERIFIED),
        (READ, "true", Standing.SELF_DECLARED),
        (GUESS, "false", Standing.NOT_CHECKED),
        (GUESS, "true", Standing.SELF_DECLARED),
    ],
)
def test_verified_is_kept_apart_from_what_an_issuer_says_of_itself(
    proof: str, own: str, standing: Standing
) -> None:
    read = aide(
        f"recognitions = [{{ kind = 'state_list', by = 'State', {SAID}, is_self_declared = {own}, {proof} }}]\n"
    )

    assert read.recognitions[0].standing is standing
    assert read.recognitions[0].kind.is_quality_mark


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("2023", "2024", True),
        ("2024", "2024-03", False),
        ("2024-03", "2024", False),
        ("2024-03-12", "2024-03-13", True),
        ("2024-04", "2024-03-31", False),
    ],
)
def test_dates_compare_as_far_as_both_are_known(one: str, other: str, *, before: bool) -> None:
    assert is_before(one, other) is before


FOR_BOTH = f"""
[[for_each]]
credentials = ["aide", "nurse"]
recognitions = [{{ kind = "state_list", by = "State", {SAID}, {GUESS} }}]
portability = {{ kind = "everywhere", {GUESS} }}
"""


def test_what_is_true_of_several_is_said_once() -> None:
    own = f"recognitions = [{{ kind = 'required_in_law', by = 'State', {SAID}, {GUESS} }}]\n"

    first, second = parse(AIDE + own + NURSE + FOR_BOTH).credentials

    assert [r.kind.value for r in first.recognitions] == ["required_in_law", "state_list"]
    assert [r.kind.value for r in second.recognitions] == ["state_list"]
    assert first.portability == second.portability


PLANTED = {
    "statement read before it was made": (
        f"recognitions = [{{ kind = 'state_list', by = 'State', {SAID}, stated_on = '2026-12', {READ} }}]\n",
        "aide: recognitions.0: checked_on 2026-11-01 lies before stated_on 2026-12; "
        "nobody reads it before it is said",
    ),
    "statement that ends before it begins": (
        f"recognitions = [{{ kind = 'state_list', by = 'State', {SAID}, stated_on = '2024', "
        f"until = '2023', {GUESS} }}]\n",
        "aide: recognitions.0: until 2023 lies before stated_on 2024; swap or correct them",
    ),
    "credit that ends before it begins": (
        "articulations = [{ kind = 'agreement', institution = 'A College', stated_on = '2024-05', "
        f"until = '2024-01', {GUESS} }}]\n",
        "aide: articulations.0: until 2024-01 lies before stated_on 2024-05; swap or correct them",
    ),
    "statement without evidence": (
        f"recognitions = [{{ kind = 'state_list', by = 'State', {SAID} }}]\n",
        "aide: recognitions.0.evidence: is missing; add it",
    ),
    "statement in one language": (
        f"recognitions = [{{ kind = 'state_list', by = 'State', statement = {{ en = 'It counts.' }}, {GUESS} }}]\n",
        "aide: recognitions.0.statement.es: is missing; add it",
    ),
    "a guess that claims a check": (
        f"recognitions = [{{ kind = 'state_list', by = 'State', {SAID}, "
        "evidence = { method = 'general_knowledge', checked_on = 2026-11-01 } }]\n",
        "aide: recognitions.0.evidence: general_knowledge cannot have checked_on: use published once it was checked",
    ),
    "a check in the future": (
        f"portability = {{ kind = 'everywhere', {READ.replace('2026-11-01', '2027-01-01')} }}\n",
        "aide: checked_on 2027-01-01 lies in the future; write the day on which it was read",
    ),
    "compact without its name": (
        f"portability = {{ kind = 'compact', {GUESS} }}\n",
        "aide: portability: portability: compact is the name of the compact, and only for kind compact",
    ),
    "varies by state without a link": (
        f"portability = {{ kind = 'varies_by_state', {GUESS} }}\n",
        "aide: portability: portability: varies_by_state needs the url where states can be looked up",
    ),
    "zero credits": (
        f"articulations = [{{ kind = 'agreement', institution = 'A College', credits = 0, {GUESS} }}]\n",
        "aide: articulations.0.credits: Input should be greater than 0",
    ),
    "credits out of order": (
        f"articulations = [{{ kind = 'agreement', institution = 'A College', credits = 6, "
        f"credits_high = 3, {GUESS} }}]\n",
        "aide: articulations.0: credits must be told and rise to credits_high",
    ),
    "credit toward nothing": (
        f"articulations = [{{ kind = 'agreement', institution = 'A College', toward_id = 'degree', {GUESS} }}]\n",
        "aide: articulation: there is no credential “degree”; add it or mend the id",
    ),
    "form of an exam that is not named": (
        f"exam_profile = {{ forms = ['oral'], {GUESS} }}\n",
        "aide: exam_profile describes an exam; name it in exam",
    ),
    "a CIP code that is none": (
        "cip_codes = ['51.9999']\n",
        "aide: 51.9999 is not a CIP 2020 code; look it up in the list of CIP codes",
    ),
    "a cluster of 2024 that is none": (
        "clusters_2024 = ['health-science']\n",
        "aide: cluster “health-science” is not in clusters-2024.toml; correct its spelling",
    ),
    "any occupation and one": (
        "soc_scope = 'any_occupation'\n",
        "aide: soc_scope any_occupation and soc_codes contradict each other; keep one",
    ),
    "a lesson of one step": (
        LESSON.replace(", { en = 'Try it.', es = 'Pruébala.' }", ""),
        "aide: lesson.steps: has too few entries; give at least 2",
    ),
    "an empty story": (
        "story = {}\n",
        "aide: story: story: tell at least one of level, credit, recognition, opened",
    ),
    "hours of an apprenticeship out of order": (
        f"apprenticeship = {{ work_hours = 8000, work_hours_high = 6000, {GUESS} }}\n",
        "aide: apprenticeship: work_hours must be told and rise to work_hours_high",
    ),
    "said of a credential that is not there": (
        f"\n[[for_each]]\ncredentials = ['nurse']\nportability = {{ kind = 'everywhere', {GUESS} }}\n",
        "for_each 1: there is no credential “nurse”; add it or mend the id",
    ),
    "said of nobody": (
        f"\n[[for_each]]\nportability = {{ kind = 'everywhere', {GUESS} }}\n",
        "for_each 1: credentials: is missing; list the ids that it is true of",
    ),
    "said twice of one": (
        f"\n[[for_each]]\ncredentials = ['aide', 'aide']\nportability = {{ kind = 'everywhere', {GUESS} }}\n",
        "for_each 1: names aide twice; keep one",
    ),
    "said by the credential too": (
        f"portability = {{ kind = 'everywhere', {GUESS} }}\n"
        f"\n[[for_each]]\ncredentials = ['aide']\nportability = {{ kind = 'everywhere', {GUESS} }}\n",
        "for_each 1: aide has portability already; keep one of them",
    ),
    "a field that is not handed over": (
        "\n[[for_each]]\ncredentials = ['aide']\nissuer = 'State'\n",
        "for_each 1: issuer: unknown key; take it out or correct its spelling",
    ),
    "a list that is none": (
        "\n[[for_each]]\ncredentials = ['aide']\nrecognitions = 5\n",
        "for_each 1: aide: recognitions is not a list; write [{ … }]",
    ),
}


@pytest.mark.parametrize(("more", "problem"), PLANTED.values(), ids=PLANTED.keys())
def test_names_the_planted_mistake_and_nothing_else(more: str, problem: str) -> None:
    with pytest.raises(InvalidCatalog) as refused:
        parse(AIDE + more)

    assert refused.value.problems == (f"health.toml: {problem}",)
