"""Our own words on occupations: every one that the catalog leads to has them, plain, in both languages, and true."""

import csv
import gzip
import re
import shutil
import statistics
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from portal.domain.errors import InvalidSettings
from portal.domain.occupation_content import InterestsBasis, OccupationContent, parse_occupation_content
from portal.domain.reading import english_grade, spanish_ease
from portal.settings import ROOT
from portal.store.engine import open_engine, open_session
from portal.store.onet import find_profile
from portal.store.onet_core import load_onet_core_snapshot
from portal.store.outlook import NATION_AREA_CODE, list_projections, list_typical_entries, load_entry_snapshot
from portal.store.snapshots import read_soc_occupations
from portal.store.tables import OccupationRow
from tests.ingest.snapshot.test_entry import _cells as workbook_rows
from tests.real_data import real_file

CONFIG = ROOT / "config"
FILES = {
    path.name: path.read_text(encoding="utf-8") for path in sorted((CONFIG / "occupations").glob("*.toml"))
}
MAX_GRADE = 7.0
MIN_EASE = 50.0
"""Of one Spanish summary of some twenty words, where one long name of a trade swings the measure by ten points."""
MIN_DAY_EASE = 64.0
"""Of the sentences of one day together."""
MIN_MEAN_EASE = 75.0
OWN_RUN = 6
"""As many words in a row as are ever ours and an official description's by chance."""
LEAST_SUMMARY, MOST_SUMMARY = 50, 260
ENTRY_WORDS = {
    "education": {
        "doctoral": "Doctoral or professional degree",
        "master": "Master's degree",
        "bachelor": "Bachelor's degree",
        "associate": "Associate's degree",
        "postsecondary_certificate": "Postsecondary nondegree award",
        "some_college": "Some college, no degree",
        "high_school": "High school diploma or equivalent",
        "none": "No formal educational credential",
    },
    "experience": {
        "none": "None",
        "under_five_years": "Less than 5 years",
        "five_years_or_more": "5 years or more",
    },
    "training": {
        "none": "None",
        "short_term": "Short-term on-the-job training",
        "moderate_term": "Moderate-term on-the-job training",
        "long_term": "Long-term on-the-job training",
        "apprenticeship": "Apprenticeship",
        "internship_residency": "Internship/residency",
    },
}


@pytest.fixture(scope="module")
def contents() -> dict[str, OccupationContent]:
    return parse_occupation_content(FILES)


@pytest.fixture(scope="module")
def reached() -> frozenset[str]:
    """SOC codes that the credentials of the catalog lead to."""
    tables = (tomllib.loads(path.read_text(encoding="utf-8")) for path in (CONFIG / "catalog").glob("*.toml"))
    return frozenset(
        code for table in tables for each in table.get("credential", ()) for code in each.get("soc_codes", ())
    )


@pytest.fixture(scope="module")
def session(
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_template: Path,
    contents: dict[str, OccupationContent],
) -> Iterator[Session]:
    """A store with what a bare clone has: BLS's entry and projections, O*NET's interests."""
    file = tmp_path_factory.mktemp("content") / "store.sqlite"
    shutil.copyfile(sqlite_template, file)
    engine = open_engine(f"sqlite:///{file}")
    with open_session(engine) as session:
        session.add_all(OccupationRow(soc_code=code, soc_title=code, level="detailed") for code in contents)
        load_entry_snapshot(session, CONFIG / "embedded" / "entry")
        load_onet_core_snapshot(session, CONFIG / "embedded" / "onet_core")
        yield session
    engine.dispose()


def test_every_occupation_that_the_catalog_leads_to_has_our_words(
    contents: dict[str, OccupationContent], reached: frozenset[str]
) -> None:
    assert len(reached) >= 150
    assert sorted(reached - contents.keys()) == [], "write them in config/occupations (docs/occupations.md)"


def test_every_code_is_a_detailed_occupation_of_soc_2018_in_the_file_of_its_group(
    contents: dict[str, OccupationContent],
) -> None:
    detailed = {
        one.soc_code for one in read_soc_occupations(CONFIG / "embedded" / "soc") if one.level == "detailed"
    }
    assert contents.keys() <= detailed
    for name, text in FILES.items():
        assert {code[:2] for code in parse_occupation_content({name: text})} == {name[:2]}, name


def test_the_summaries_and_days_are_plain(contents: dict[str, OccupationContent]) -> None:
    english = {
        (code, part): english_grade(text)
        for code, one in contents.items()
        for part, text in (("summary", one.summary.en), ("day", " ".join(one.day.en)))
    }
    assert {key: grade for key, grade in english.items() if grade is None or grade > MAX_GRADE} == {}
    summaries = {code: spanish_ease(one.summary.es) for code, one in contents.items()}
    days = {code: spanish_ease(" ".join(one.day.es)) for code, one in contents.items()}
    assert {code: ease for code, ease in summaries.items() if ease is None or ease < MIN_EASE} == {}
    assert {code: ease for code, ease in days.items() if ease is None or ease < MIN_DAY_EASE} == {}
    assert (
        statistics.mean([*(e or 0 for e in summaries.values()), *(e or 0 for e in days.values())])
        >= MIN_MEAN_EASE
    )


def test_each_occupation_has_sentences_of_its_own(contents: dict[str, OccupationContent]) -> None:
    sentences = Counter(
        sentence
        for one in contents.values()
        for sentence in (one.summary.en, one.summary.es, *one.day.en, *one.day.es)
    )
    assert [sentence for sentence, times in sentences.items() if times > 1] == []
    titles = Counter(title for one in contents.values() for title in (one.title.en, one.title.es))
    # "Tutor" is the same word in both languages
    same = {one.title.en for one in contents.values() if one.title.en == one.title.es}
    assert [title for title, times in titles.items() if times > 1 and title not in same] == []


def test_no_run_of_words_is_taken_from_the_official_descriptions(
    contents: dict[str, OccupationContent],
) -> None:
    embedded = CONFIG / "embedded"
    official = {
        run
        for name in (
            "soc/occupations.tsv.gz",
            "onet_core/onet_occupation.tsv.gz",
            "onet_core/onet_task.tsv.gz",
        )
        for line in gzip.decompress((embedded / name).read_bytes()).decode().splitlines()
        for run in _runs(line)
    }
    assert len(official) > 100_000
    ours = {
        run: code
        for code, one in contents.items()
        for text in (one.summary.en, *one.day.en)
        for run in _runs(text)
    }
    assert {code: " ".join(run) for run, code in ours.items() if run in official} == {}


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"[a-z]+", text.lower())
    return (tuple(words[place : place + OWN_RUN]) for place in range(len(words) - OWN_RUN + 1))


def test_a_summary_is_short_and_every_sentence_ends(contents: dict[str, OccupationContent]) -> None:
    for code, one in contents.items():
        assert LEAST_SUMMARY <= len(one.summary.en) <= MOST_SUMMARY, code
        assert LEAST_SUMMARY <= len(one.summary.es) <= MOST_SUMMARY, code
        for sentence in (one.summary.en, one.summary.es, *one.day.en, *one.day.es):
            assert sentence[-1] in ".?!", (code, sentence)
            assert "  " not in sentence, (code, sentence)


def test_interest_letters_are_those_of_onet_and_a_guess_is_called_one(
    contents: dict[str, OccupationContent], session: Session
) -> None:
    for code, one in contents.items():
        profile = find_profile(session, code)
        theirs = profile.interest_letters if profile else ""
        if one.interests_basis is InterestsBasis.ONET:
            assert one.interests == theirs, code
        else:
            assert theirs == "", f"{code}: O*NET has {theirs}; write it and drop interests_basis"


def test_usual_entry_and_outlook_of_each_are_in_every_clone(
    contents: dict[str, OccupationContent], session: Session
) -> None:
    entries = list_typical_entries(session, contents)
    assert sorted(contents.keys() - entries.keys()) == []
    assert {entry.edition for entry in entries.values()} == {"2024-2034"}
    for code in contents:
        (line,) = list_projections(session, code, [NATION_AREA_CODE])
        assert (line.start_year, line.end_year, line.source_key) == (2024, 2034, "bls_ep"), code
        assert None not in (line.base_employment, line.projected_employment, line.change_percent), code
        assert line.annual_openings is not None, code


@pytest.mark.real_data
def test_usual_entry_of_each_is_what_bls_prints(
    contents: dict[str, OccupationContent], session: Session
) -> None:
    printed = {row.get("B"): row for row in workbook_rows(real_file("bls_ep/2024-34/occupation.xlsx"), 3)}
    for code, entry in list_typical_entries(session, contents).items():
        row = printed[entry.printed_code]
        assert (
            ENTRY_WORDS["education"][entry.education.value],
            ENTRY_WORDS["experience"][entry.experience.value],
            ENTRY_WORDS["training"][entry.training.value],
        ) == (row["M"].replace("’", "'"), row["N"], row["O"]), code


@pytest.mark.real_data
def test_interest_letters_are_those_of_the_published_file(contents: dict[str, OccupationContent]) -> None:
    high: dict[str, dict[str, str]] = {}
    with real_file("onet/db_30_1_text/Interests.txt").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["Scale ID"] == "IH" and float(row["Data Value"]):
                letter = "RIASEC"[int(float(row["Data Value"])) - 1]
                high.setdefault(row["O*NET-SOC Code"], {})[row["Element ID"]] = letter
    checked = 0
    for code, one in contents.items():
        if one.interests_basis is InterestsBasis.ONET:
            points = high[f"{code}.00"]
            assert one.interests == "".join(points[key] for key in sorted(points)), code
            checked += 1
    assert checked > 250


GOOD = """
[[occupation]]
soc_code = "31-1131"
title = { en = "Nursing assistant", es = "Auxiliar de enfermería" }
interests = "SRC"
summary = { en = "You help people bathe and eat.", es = "Ayudas a las personas a bañarse y comer." }
day.en = ["You start at six.", "You wash people.", "You go home."]
day.es = ["Empiezas a las seis.", "Lavas a las personas.", "Te vas a casa."]
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"31-1131"', '"311131"', r"health.toml: 311131: soc_code"),
        ('interests = "SRC"', 'interests = "SRX"', r"31-1131: interests"),
        ('interests = "SRC"', 'interests = "SSC"', r"name a letter twice"),
        ('"Empiezas a las seis.", ', "", r"31-1131: day.es"),
        (
            ', "Te vas a casa."',
            ', "Te vas a casa.", "Duermes bien."',
            r"3 moments in English and 4 in Spanish",
        ),
        (
            'summary = { en = "You help people bathe and eat.", ',
            "summary = { ",
            r"31-1131: summary.en: Field",
        ),
        ("[[occupation]]", '[[occupation]]\npay = "much"', r"31-1131: pay: no such key"),
        ("[[occupation]]", "[[job]]", r"holds job: write \[\[occupation\]\]"),
        ("[[occupation]]", "[[occupation", r"health.toml is not valid TOML"),
        ("[[occupation]]", GOOD + "[[occupation]]", r"31-1131 is written twice"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place_and_the_fault(old: str, new: str, says: str) -> None:
    assert set(parse_occupation_content({"health.toml": GOOD})) == {"31-1131"}
    with pytest.raises(InvalidSettings, match=says):
        parse_occupation_content({"health.toml": GOOD.replace(old, new, 1)})
