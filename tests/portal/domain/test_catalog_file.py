"""The catalog's form: each planted mistake is named with its file, its id and what to do."""

from datetime import date

import pytest

from portal.domain.catalog_file import parse_catalog, parse_clusters
from portal.domain.credential import Catalog, CredentialKind, EdgeKind
from portal.domain.errors import InvalidCatalog

TODAY = date(2026, 11, 22)
CLUSTERS = frozenset({"health-science", "education-training"})
SOC_CODES = frozenset({"31-1131", "29-2061"})

AIDE = """
[[credential]]
id = "aide"
name = "Nurse Aide"
name_es = "Auxiliar de enfermería"
kind = "Certification"
issuer = "State Health Department"
summary = { en = "You help people.", es = "Ayudas a las personas." }
clusters = ["health-science"]
soc_codes = ["31-1131"]
evidence = [{ method = "general_knowledge" }]
"""

NURSE = """
[[credential]]
id = "nurse"
name = "Practical Nurse"
name_es = "Enfermero práctico"
kind = "License"
issuer = "State Board of Nursing"
jurisdiction = "IN"
summary = { en = "You care for people.", es = "Cuidas a las personas." }
clusters = ["health-science"]
soc_codes = ["29-2061"]
requires = [{ any_of = ["aide"], evidence = { method = "general_knowledge" } }]
evidence = [{ method = "published", source = "Board", document = "Rules", checked_on = 2026-11-22 }]
"""

STANDS_IN = """
[[edge]]
kind = "satisfies"
from_id = "nurse"
to_id = "aide"
evidence = { method = "curated", source = "Board", document = "Scope of practice" }
"""


def parse(*, today: date | None = TODAY, **files: str) -> Catalog:
    """Parse files given as `name="text"`; the name stands for `name.toml`."""
    return parse_catalog(
        {f"{name}.toml": text for name, text in files.items()},
        cluster_slugs=CLUSTERS,
        soc_codes=SOC_CODES,
        today=today,
    )


def problems_of(*, today: date = TODAY, **files: str) -> tuple[str, ...]:
    """The problems that these files are refused for."""
    with pytest.raises(InvalidCatalog) as refused:
        parse(today=today, **files)
    return refused.value.problems


def test_reads_credentials_and_all_kinds_of_edges() -> None:
    catalog = parse(health=AIDE + NURSE + STANDS_IN)

    assert [c.id for c in catalog.credentials] == ["aide", "nurse"]
    assert catalog.credentials[1].kind is CredentialKind.LICENSE
    assert {(e.kind, e.from_id, e.to_id) for e in catalog.edges} == {
        (EdgeKind.REQUIRES, "nurse", "aide"),
        (EdgeKind.SATISFIES, "nurse", "aide"),
    }


def test_an_edge_may_join_two_files() -> None:
    catalog = parse(aides=AIDE, nurses=NURSE, stands_in=STANDS_IN)

    assert len(catalog.edges) == 2


def test_the_version_follows_names_and_text() -> None:
    one = parse(health=AIDE)

    assert one.version == parse(health=AIDE).version
    assert one.version != parse(health=AIDE + "# a remark\n").version
    assert one.version != parse(other=AIDE).version


PLANTED = {
    "unknown key": (
        AIDE.replace('issuer = "', 'prise = 5\nissuer = "'),
        "health.toml: aide: prise: unknown key; take it out or correct its spelling",
    ),
    "unknown key inside": (
        AIDE + "weeks = { typical = 6, tipical = 5, evidence = { method = 'general_knowledge' } }\n",
        "health.toml: aide: weeks.tipical: unknown key; take it out or correct its spelling",
    ),
    "missing key": (
        AIDE.replace('issuer = "State Health Department"\n', ""),
        "health.toml: aide: issuer: is missing; add it",
    ),
    "no Spanish name": (
        AIDE.replace('name_es = "Auxiliar de enfermería"\n', ""),
        "health.toml: aide: name_es: is missing; add it",
    ),
    "no evidence": (
        AIDE.replace('evidence = [{ method = "general_knowledge" }]\n', ""),
        "health.toml: aide: evidence: is missing; add it",
    ),
    "empty evidence": (
        AIDE.replace('[{ method = "general_knowledge" }]', "[]"),
        "health.toml: aide: evidence: has too few entries; give at least 1",
    ),
    "evidence without a source": (
        AIDE.replace('"general_knowledge"', '"published"'),
        "health.toml: aide: evidence.0: evidence by method published needs source and document",
    ),
    "general knowledge that claims a check": (
        AIDE.replace('"general_knowledge"', '"general_knowledge", checked_on = 2026-11-01'),
        "health.toml: aide: evidence.0: general_knowledge cannot have checked_on: "
        "use published once it was checked",
    ),
    "cost without a year": (
        AIDE + "cost = { typical = 900, evidence = { method = 'general_knowledge' } }\n",
        "health.toml: aide: cost.year: is missing; add it",
    ),
    "cost without evidence": (
        AIDE + "cost = { typical = 900, year = 2025 }\n",
        "health.toml: aide: cost.evidence: is missing; add it",
    ),
    "weeks out of order": (
        AIDE + "weeks = { low = 9, typical = 6, evidence = { method = 'general_knowledge' } }\n",
        "health.toml: aide: weeks: weeks must rise from low to high, not [9.0, 6.0]",
    ),
    "SOC group instead of an occupation": (
        AIDE.replace("31-1131", "31-1100"),
        "health.toml: aide: 31-1100 is not a detailed SOC 2018 code; look it up in the SOC structure",
    ),
    "unknown cluster": (
        AIDE.replace('clusters = ["health-science"]', 'clusters = ["healthscience"]'),
        "health.toml: aide: cluster “healthscience” is not in clusters.toml; correct its spelling",
    ),
    "unknown cluster of the file": (
        'cluster = "healthscience"\n' + AIDE,
        "health.toml: cluster “healthscience” is not in clusters.toml; correct its spelling",
    ),
    "duplicate id": (AIDE + AIDE, "health.toml: aide: the id stands in health.toml too; keep one of them"),
    "requires itself": (
        AIDE + NURSE.replace('["aide"]', '["nurse"]'),
        "health.toml: nurse: requires itself; take it out of any_of",
    ),
    "requires without a credential": (
        NURSE,
        "health.toml: nurse requires aide: there is no credential “aide”; add it or mend the id",
    ),
    "the same member twice": (
        AIDE + NURSE.replace('["aide"]', '["aide", "aide"]'),
        "health.toml: nurse: any_of names aide twice; keep one",
    ),
    "edge without a credential": (
        AIDE + STANDS_IN,
        "health.toml: nurse satisfies aide: there is no credential “nurse”; add it or mend the id",
    ),
    "duplicate edge": (
        AIDE + NURSE + STANDS_IN + STANDS_IN,
        "health.toml: nurse satisfies aide: the edge stands 2 times; keep one",
    ),
    "edge without evidence": (
        AIDE + NURSE + STANDS_IN.replace("evidence = ", "#"),
        "health.toml: nurse satisfies aide: evidence: is missing; add it",
    ),
    "saving on an edge that saves nothing": (
        AIDE + NURSE + STANDS_IN.replace("evidence =", "weeks_saved = 4\nevidence ="),
        "health.toml: nurse satisfies aide: weeks_saved, cost_saved_usd and credits belong to "
        "advanced_standing edges only",
    ),
    "requires written as an edge": (
        AIDE + NURSE + STANDS_IN.replace("satisfies", "requires"),
        "health.toml: nurse requires aide: write requires as [[credential.requires]] with any_of",
    ),
    "unknown kind of edge": (
        AIDE + NURSE + STANDS_IN.replace("satisfies", "unlocks"),
        "health.toml: nurse unlocks aide: kind: Input should be 'requires', 'prepares_for', 'advanced_standing', "
        "'part_of' or 'satisfies'",
    ),
    "unknown table": (
        AIDE + "[[credentials]]\n",
        "health.toml: unknown table “credentials”; use [[credential]], [[edge]] or [[for_each]]",
    ),
    "one bracket": (
        '[credential]\nid = "aide"\n',
        "health.toml: “credential” is not a list of tables; write [[credential]] with two brackets",
    ),
}


@pytest.mark.parametrize(("text", "problem"), PLANTED.values(), ids=PLANTED.keys())
def test_names_the_planted_mistake_and_nothing_else(text: str, problem: str) -> None:
    assert problems_of(health=text) == (problem,)


def test_broken_toml_names_the_file_and_the_line() -> None:
    (problem,) = problems_of(health=AIDE + "id = \n")

    assert problem.startswith("health.toml: is not valid TOML: ")
    assert "at line 12" in problem


def test_a_duplicate_id_names_both_files() -> None:
    assert problems_of(a_first=AIDE, b_second=AIDE) == (
        "b_second.toml: aide: the id stands in a_first.toml too; keep one of them",
    )


def test_a_duplicate_edge_names_both_files() -> None:
    assert problems_of(health=AIDE + NURSE + STANDS_IN, more=STANDS_IN) == (
        "health.toml, more.toml: nurse satisfies aide: the edge stands 2 times; keep one",
    )


def test_a_circle_of_requires_shows_its_way_and_its_files() -> None:
    needs_nurse = AIDE + "requires = [{ any_of = ['nurse'], evidence = { method = 'general_knowledge' } }]\n"

    (problem,) = problems_of(aides=needs_nurse, nurses=NURSE)

    assert problem in (
        "aides.toml, nurses.toml: requires runs in a circle: aide → nurse → aide; take one of these edges out",
        "aides.toml, nurses.toml: requires runs in a circle: nurse → aide → nurse; take one of these edges out",
    )


def test_a_circle_of_part_of_is_refused_and_one_of_satisfies_is_not() -> None:
    back = STANDS_IN.replace('from_id = "nurse"', 'from_id = "aide"').replace(
        'to_id = "aide"', 'to_id = "nurse"'
    )

    assert len(parse(health=AIDE + NURSE + STANDS_IN + back).edges) == 3
    (problem,) = problems_of(health=AIDE + NURSE + (STANDS_IN + back).replace("satisfies", "part_of"))
    assert "part_of runs in a circle" in problem


FUTURE = "{ method = 'published', source = 'Board', document = 'Rules', checked_on = 2026-11-23 }"
WITH_FUTURE_DATE = {
    "credential": AIDE.replace('{ method = "general_knowledge" }', FUTURE),
    "weeks": AIDE + f"weeks = {{ typical = 6, evidence = {FUTURE} }}\n",
    "cost": AIDE + f"cost = {{ typical = 6, year = 2025, evidence = {FUTURE} }}\n",
    "renewal": AIDE + f"renewal = {{ months = 24, evidence = {FUTURE} }}\n",
    "entry": AIDE + f"entry = {{ min_age = 16, evidence = {FUTURE} }}\n",
}


@pytest.mark.parametrize("text", WITH_FUTURE_DATE.values(), ids=WITH_FUTURE_DATE.keys())
def test_nobody_read_a_page_tomorrow(text: str) -> None:
    assert problems_of(health=text) == (
        "health.toml: aide: checked_on 2026-11-23 lies in the future; write the day on which it was read",
    )
    assert parse(health=text, today=date(2026, 11, 23)).credentials[0].id == "aide"


def test_without_a_day_dates_are_not_compared() -> None:
    """A portal whose clock is fixed to June reads a catalog that was checked in November."""
    assert parse(health=WITH_FUTURE_DATE["cost"], today=None).read_on is None


def test_dates_of_edges_and_of_requires_are_checked_once_each() -> None:
    nurse = NURSE.replace("evidence = { method = 'general_knowledge' }", "").replace(
        '"aide"], evidence = { method = "general_knowledge" }', f'"aide"], evidence = {FUTURE}'
    )
    stands_in = STANDS_IN.replace(
        '{ method = "curated", source = "Board", document = "Scope of practice" }', FUTURE
    )

    assert problems_of(health=AIDE + nurse + stands_in) == (
        "health.toml: nurse: checked_on 2026-11-23 lies in the future; write the day on which it was read",
        "health.toml: nurse satisfies aide: checked_on 2026-11-23 lies in the future; "
        "write the day on which it was read",
    )


def test_a_broken_credential_does_not_make_its_edges_dangle() -> None:
    broken = AIDE.replace('issuer = "State Health Department"\n', "")

    assert problems_of(health=broken + NURSE + STANDS_IN) == (
        "health.toml: aide: issuer: is missing; add it",
    )


def test_all_problems_come_at_once() -> None:
    found = problems_of(
        health=AIDE.replace("31-1131", "31-1100").replace('["health-science"]', '["health"]'),
        nurses=NURSE.replace("any_of", "anyof"),
    )

    assert len(found) == 4
    assert {line.split(":")[0] for line in found} == {"health.toml", "nurses.toml"}


def test_clusters_file_says_what_is_wrong() -> None:
    with pytest.raises(InvalidCatalog, match=r"clusters\.toml: "):
        parse_clusters("[[clusters]]\n")
