"""Rows of OEWS workbooks: areas of every kind, one industry only, marks of their year."""

from collections import Counter
from typing import Any

import pytest

from ingest.errors import SourceChanged
from ingest.kit.oews_rows import WAGE_COLUMNS, take_estimates

# the columns of BLS's area workbooks (MSA_M2024_dl.xlsx, BOS_M2024_dl.xlsx), which were not at hand
BASE = {
    "area": "26900", "area_title": "Indianapolis-Carmel-Greenwood, IN", "area_type": "4", "prim_state": "IN",
    "naics": "000000", "own_code": "1235", "occ_code": "31-1131", "o_group": "detailed", "tot_emp": 9210.0,
    "loc_quotient": 0.9, "h_median": 18.4, "a_pct10": 33000.0, "a_pct25": 36000.0, "a_median": 38300.0,
    "a_pct75": 42000.0, "a_pct90": 46000.0, "annual": None, "hourly": None,
}  # fmt: skip


def take(*rows: dict[str, Any], year: int = 2024) -> tuple[dict[str, dict[str, Any]], Counter[str]]:
    found: dict[Any, Any] = {}
    rejections: Counter[str] = Counter()
    take_estimates(rows, year=year, name="test.xlsx", into=found, rejections=rejections)
    return {
        f"{key[0]} {key[1]}": dict(zip(WAGE_COLUMNS, row, strict=True)) for key, row in found.items()
    }, rejections


@pytest.mark.parametrize(
    ("area", "kind", "code"),
    [
        ("99", "1", "0000000"),
        ("18", "2", "1800000"),
        ("1", "2", "0100000"),
        ("26900", "4", "0026900"),
        ("1800001", "6", "1800001"),
        ("72", "3", "7200000"),
    ],
)
def test_each_kind_of_area_has_its_seven_digits(area: str, kind: str, code: str) -> None:
    found, _ = take(BASE | {"area": area, "area_type": kind})
    assert list(found) == [f"{code} 31-1131"]


def test_one_industry_alone_is_not_all_of_them_and_groups_do_not_stand_twice() -> None:
    found, rejections = take(
        BASE | {"naics": "622000"},
        BASE | {"occ_code": "31-1120", "o_group": "broad"},
        BASE | {"occ_code": "31-1120", "o_group": "detailed"},
        BASE | {"area": "ABC"},
        BASE | {"occ_code": "Nov-11"},
        BASE | {"occ_code": None},
    )
    assert list(found) == ["0026900 31-1120"]
    assert rejections == {"area in no form that we know": 1, "no SOC code": 1}


@pytest.mark.parametrize(("year", "top"), [(2012, None), (2014, 187_200), (2018, 208_000), (2024, 239_200)])
def test_marks_keep_their_reasons_and_the_top_code_of_their_year(year: int, top: float | None) -> None:
    found, _ = take(
        BASE | {"a_pct90": "#", "a_pct75": "*", "a_pct25": None, "tot_emp": "**"},
        BASE | {"occ_code": "25-2021", "annual": "TRUE", "h_median": "*"},
        BASE | {"occ_code": "27-2011", "hourly": True, "a_median": "*"},
        year=year,
    )
    row = found["0026900 31-1131"]
    assert (row["annual_p90_status"], row["annual_p90_wage_usd"]) == ("top_coded", top)
    assert (row["annual_p75_status"], row["annual_p75_wage_usd"]) == ("suppressed", None)
    assert (row["annual_p25_status"], row["employment_status"]) == ("not_published", "suppressed")
    assert found["0026900 25-2021"]["hourly_median_status"] == "annual_only"
    assert found["0026900 27-2011"]["annual_median_status"] == "hourly_only"


def test_an_unknown_mark_and_a_missing_column_stop_the_run() -> None:
    with pytest.raises(SourceChanged, match=r"“n\.a\.” in a_median is neither a number nor a known mark"):
        take(BASE | {"a_median": "n.a."})
    with pytest.raises(SourceChanged, match="lacks the columns a_median"):
        take({key: value for key, value in BASE.items() if key != "a_median"})
