"""Cells that leave the site in a CSV file."""

import csv
import io
from datetime import date

import pytest

from portal.domain.csv_cells import safe_cell, write_csv


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://example.org";"Click")',
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "  =1+1",
        "\t=1+1",
        "\r=1+1",
        "＝1+1",
        "\u200e=1+1",
        "\ufeff=1+1",
        "|calc",
    ],
)
def test_what_looks_like_a_formula_becomes_text(text: str) -> None:
    assert safe_cell(text).startswith("'")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("Ana", "Ana"),
        (None, ""),
        ("", ""),
        (-2.5, "-2.5"),
        (3, "3"),
        (date(2026, 6, 20), "2026-06-20"),
        (" ", " "),
    ],
)
def test_other_values_stay(value: str | float | date | None, cell: str) -> None:
    assert safe_cell(value) == cell


def test_letters_that_hide_text_are_left_out() -> None:
    assert safe_cell("a\x00b\u202ec") == "abc"


def test_a_cell_cannot_begin_another_one() -> None:
    text = write_csv([["Name", "Note"], ['a","=1+1', "two\nlines"]])
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:], newline=""))) == [
        ["Name", "Note"],
        ['a","=1+1', "two\nlines"],
    ]
