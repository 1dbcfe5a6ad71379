import pytest

from ingest.enrich.licence_vote import licensed_occupations
from ingest.enrich.occupation_model import Ranking
from ingest.enrich.requirements import Section
from ingest.enrich.understand import Reader
from portal.domain.job_posting import PostingRecord


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("RN - ICU nights", "29-1141"),
        ("CDL A regional", "53-3032"),
        ("Auto Tech II", "49-3023"),
        ("CNA 2nd shift PRN", "31-1131"),
        ("Certified Nursing Assistant (CNA) - $20/hr", "31-1131"),
        ("line cook", "35-2014"),
        ("PCT", "31-1131"),
        ("lead preschool teacher", "25-2011"),
        ("Public Health Nurse, Bureau of School Health", "29-1141"),
        ("Nurse Practitioner, Bureau of Public Health Clinics", "29-1171"),
        ("STAFF NURSE", "29-1141"),
        ("LPN - req #48213", "29-2061"),
        ("Teacher, Preschool", "25-2011"),
        ("LPN/RN - Med Surg", None),
        ("Electrician (Automobile)", None),
        ("Nurse Manager", "11-9111"),
        ("Nurse Recruiter - RN", "13-1071"),
        ("Director of Something Grand", None),
        ("", None),
    ],
)
def test_titles_as_boards_write_them(reader: Reader, title: str, code: str | None) -> None:
    coding = reader.titles.code(PostingRecord(source_ref="1", title=title or "-"))
    assert coding.soc_code == code, coding
    assert coding.reason
    assert (coding.confidence >= 0.38) == (code is not None)


def test_the_sources_own_code_wins(reader: Reader) -> None:
    coding = reader.titles.code(
        PostingRecord(source_ref="1", title="Line Cook", occupation_hints=("35-1011",))
    )
    assert (coding.soc_code, coding.method) == ("35-1011", "source")


def test_the_employers_class_of_job_helps_where_the_title_does_not(reader: Reader) -> None:
    coding = reader.titles.code(
        PostingRecord(source_ref="1", title="Complex Case Work", series_hint="STAFF NURSE")
    )
    assert (coding.soc_code, coding.method) == ("29-1141", "series")


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Requirements: A valid RN license is required.", True),
        ("An RN license is preferred.", False),
        ("A valid driver's license is required.", False),
        ("Must have an RN license, or a degree or equivalent experience.", False),
    ],
)
def test_a_required_license_speaks_for_its_occupation(reader: Reader, text: str, *, speaks: bool) -> None:
    sections = (Section(text, default=None),)
    licensed = licensed_occupations(*reader.requirements.read_items(sections, states=frozenset({"IN"})))
    assert (licensed == {"29-1141"}) is speaks
    title = "Complex Case Reviewer"
    without, with_it = (reader.titles.rank(title, text, licensed=x) for x in (frozenset[str](), licensed))
    assert (share_of("29-1141", with_it) > share_of("29-1141", without)) is speaks
    cook = PostingRecord(source_ref="1", title="Line Cook")
    assert (
        reader.titles.code(cook, text, licensed=licensed).soc_code == "35-2014"
    )  # a plain title has the last word


VAGUE = (
    "Clinical Research Nurse Liaison", "Science Technician", "Software Quality Lead", "Engineering Specialist",
    "Lab Specialist", "Nursing Support Worker", "Data Platform Specialist", "Trades Helper", "Physical Scientist",
)  # fmt: skip


def share_of(code: str, ranking: Ranking) -> float:
    return next((one.share for one in ranking.ranked if one.soc_code == code), 0.0)


def test_where_only_the_field_is_sure_it_stands_without_a_code(reader: Reader) -> None:
    coding = reader.titles.code(PostingRecord(source_ref="1", title="Physician"))
    assert coding.soc_code is None or coding.soc_group is None, "never both"
    two = reader.titles.code(PostingRecord(source_ref="2", title="Cook / Dishwasher"))
    assert two.soc_code is None
    assert {code[:2] for code in two.candidates} == {"35"}
    assert two.soc_group == "35-0000"
    apart = reader.titles.code(PostingRecord(source_ref="3", title="Cook / Janitor"))
    assert (apart.soc_code, apart.soc_group, apart.group_confidence) == (None, None, 0.0)
    says_nothing = reader.titles.code(PostingRecord(source_ref="4", title="Great opportunity, apply today"))
    assert (says_nothing.soc_code, says_nothing.soc_group) == (None, None)


def test_a_group_comes_only_from_what_is_sure_enough(reader: Reader) -> None:
    model = reader.titles.model
    assert model is not None
    found = [reader.titles.code(PostingRecord(source_ref=t, title=t)) for t in VAGUE]
    grouped = [coding for coding in found if coding.soc_group]
    assert grouped, "some of them are sure in their field"
    for coding in grouped:
        assert coding.soc_code is None
        assert coding.group_confidence >= model.calibration.group_threshold
        assert coding.confidence < model.calibration.threshold
