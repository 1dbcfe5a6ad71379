"""The figures that ship are sourced, dated and in the right unit; a file that could mislead is refused by record."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from portal.benefits.lines import LineKey
from portal.benefits.threshold import Thresholds
from portal.benefits.thresholds import read_thresholds
from portal.domain.errors import InvalidSettings
from portal.domain.reading import english_grade, spanish_ease
from tests.house.test_reading_grade import MAX_GRADE, MIN_EASE

CONFIG = Path(__file__).resolve().parents[3] / "config"
EVIDENCE = (
    'evidence = { method = "published", source = "SSA", document = "A notice", checked_on = 2026-01-05 }'
)
GOOD = f"""
[[threshold]]
key = "sga"
program = "SSDI"
amount_usd = 1690
unit = "month"
starts_on = 2026-01-01
ends_on = 2026-12-31
{EVIDENCE}
"""
SHARE = f"""
[[threshold]]
key = "medicaid_buy_in"
program = "Buy-in"
percent = 350
percent_of = "poverty_line"
unit = "year"
starts_on = 2026-02-01
ends_on = 2026-12-31
jurisdiction = "IN"
{EVIDENCE}
"""


def read(tmp_path: Path, text: str) -> Thresholds:
    (tmp_path / "benefits").mkdir()
    (tmp_path / "benefits" / "some.toml").write_text(text, encoding="utf-8")
    return read_thresholds(tmp_path)


def test_every_line_of_2026_is_loaded_or_says_where_to_look() -> None:
    loaded = read_thresholds(CONFIG)
    for key in LineKey:
        where = "IN" if key in (LineKey.MEDICAID_1619B, LineKey.MEDICAID_BUY_IN) else "US"
        found = loaded.find(key, date(2026, 11, 22), jurisdiction=where)
        assert (found and not found.is_older) or loaded.look_up(key, jurisdiction=where), key


@pytest.mark.parametrize(
    ("key", "by_year"),
    [
        (LineKey.SGA, {2024: 1550, 2025: 1620, 2026: 1690}),
        (LineKey.SGA_BLIND, {2024: 2590, 2025: 2700, 2026: 2830}),
        (LineKey.TRIAL_WORK_MONTH, {2024: 1110, 2025: 1160, 2026: 1210}),
        (LineKey.SSI_FEDERAL_BENEFIT, {2024: 943, 2025: 967, 2026: 994}),
        (LineKey.STUDENT_EXCLUSION_MONTH, {2024: 2290, 2025: 2350, 2026: 2410}),
        (LineKey.STUDENT_EXCLUSION_YEAR, {2024: 9230, 2025: 9460, 2026: 9730}),
    ],
)
def test_a_figure_counts_from_the_first_to_the_last_day_of_its_year(
    key: LineKey, by_year: dict[int, int]
) -> None:
    loaded = read_thresholds(CONFIG)
    for year, amount in by_year.items():
        for day in (date(year, 1, 1), date(year, 12, 31)):
            found = loaded.find(key, day)
            assert found is not None
            assert (found.threshold.amount_usd, found.is_older) == (Decimal(amount), False)


def test_every_figure_names_its_source_and_says_whether_it_was_read_there() -> None:
    for each in read_thresholds(CONFIG).records:
        assert each.evidence.source, each.key
        assert each.evidence.document, each.key
        assert each.evidence.url, each.key
        if each.is_copy:
            assert each.is_checked, each.key


def test_a_share_is_checked_only_when_both_figures_were(tmp_path: Path) -> None:
    base = GOOD.replace("sga", "poverty_line").replace('"month"', '"year"').replace("1690", "15960")
    unread = base.replace(EVIDENCE, 'evidence = { method = "general_knowledge", source = "HHS" }')
    for folder, text, is_checked in ((tmp_path / "a", base, True), (tmp_path / "b", unread, False)):
        folder.mkdir()
        (folder / "benefits").mkdir()
        (folder / "benefits" / "some.toml").write_text(text + SHARE, encoding="utf-8")
        found = read_thresholds(folder).find(LineKey.MEDICAID_BUY_IN, date(2026, 6, 1), jurisdiction="IN")
        assert found is not None
        assert found.threshold.amount_usd == Decimal("55860.00")
        assert found.threshold.is_checked is is_checked


def test_the_notes_are_plain_in_both_languages() -> None:
    loaded = read_thresholds(CONFIG)
    notes = [each.note for each in (*loaded.records, *loaded.not_loaded) if each.note]
    notes += [each.about for each in loaded.help_lines]
    assert len(notes) >= 5
    grades = {note.en: english_grade(note.en) for note in notes}
    eases = {note.es: spanish_ease(note.es) for note in notes}
    assert {text: grade for text, grade in grades.items() if grade is None or grade > MAX_GRADE} == {}
    assert {text: ease for text, ease in eases.items() if ease is None or ease < MIN_EASE} == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[threshold]\n", "benefits/some.toml is not valid TOML"),
        (GOOD.replace("[[threshold]]", "[[treshold]]"), "unknown key treshold; known are threshold"),
        (GOOD.replace("amount_usd", "amount"), "sga of 2026-01-01: amount: Extra inputs"),
        (GOOD.replace("1690", "-5"), "sga of 2026-01-01: amount_usd"),
        (GOOD.replace("1690", "1690.005"), "sga of 2026-01-01: amount_usd"),
        (GOOD.replace('"month"', '"year"'), "unit must be month"),
        (GOOD.replace('"sga"', '"sga_2"'), "sga_2 of 2026-01-01: key"),
        (GOOD.replace("2026-12-31", "2025-12-31"), "ends_on is before starts_on"),
        (GOOD.replace("ends_on", 'jurisdiction = "IN"\nends_on'), "the same in every state"),
        (SHARE.replace('"IN"', '"US"'), "two letters of a state"),
        (GOOD.replace("amount_usd = 1690", ""), "give either amount_usd, or percent"),
        (GOOD.replace("ends_on", "percent = 5\nends_on"), "give either amount_usd, or percent"),
        (GOOD + GOOD.replace("2026-01-01", "2026-07-01"), "covers the same days"),
        (GOOD.replace("ends_on = 2026-12-31", "") + GOOD.replace("2026-", "2027-"), "covers the same days"),
        (SHARE, "no poverty_line per year covers all its days"),
        (GOOD + SHARE.replace("poverty_line", "sga"), "no sga per year covers all its days"),
        (GOOD.replace(EVIDENCE, ""), "sga of 2026-01-01: evidence: Field required"),
        (GOOD.replace(", checked_on = 2026-01-05", "") + "is_copy = true\n", "there is no checked_on"),
        ('threshold = ["sga"]\n', "benefits/some.toml: "),
        ("threshold = 3\n", "benefits/some.toml: threshold must be a list"),
    ],
)
def test_a_file_that_could_mislead_is_refused_with_its_record(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InvalidSettings, match=re.escape(told)):
        read(tmp_path, text)


def test_a_states_own_entry_comes_before_the_one_for_every_state(tmp_path: Path) -> None:
    entry = """
[[not_loaded]]
key = "medicaid_1619b"
program = "1619(b)"
jurisdiction = "WHERE"
evidence = { method = "general_knowledge", source = "WHERE" }
note = { en = "Ask.", es = "Pregunta." }
"""
    loaded = read(tmp_path, entry.replace("WHERE", "IN") + entry.replace("WHERE", "US"))
    for state, told in (("IN", "IN"), ("OH", "US")):
        found = loaded.look_up(LineKey.MEDICAID_1619B, jurisdiction=state)
        assert found is not None
        assert found.evidence.source == told
    assert loaded.look_up(LineKey.SGA) is None


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(InvalidSettings, match="No file benefits/"):
        read_thresholds(tmp_path)
