"""Whatever somebody likes, the data that ships knows work for them: nobody ends at an empty page."""

from itertools import combinations
from pathlib import Path

import pytest

from portal.domain.interest import Answer, score
from portal.domain.interest_fit import FitLevel, OccupationInterests, correlate, rank
from portal.store.catalog import read_catalog_files
from portal.store.interests import load_pictures
from portal.store.onet import INTERESTS
from portal.store.snapshots import read_soc_occupations, read_table_header, read_table_rows
from portal.store.snapshots_entry import read_entry_occupations

CONFIG = Path(__file__).resolve().parents[3] / "config"
DEGREES = {"bachelor", "master", "doctoral"}
LIKED = ["".join(each) for count in (1, 2, 3) for each in combinations("RIASEC", count)]


@pytest.fixture(scope="module")
def rated() -> tuple[OccupationInterests, ...]:
    """Every occupation with the interests that O*NET's snapshot gives it."""
    path = CONFIG / "embedded" / "onet_core" / "onet_rating.tsv.gz"
    names = read_table_header(path)
    values: dict[str, dict[str, float]] = {}
    for cells in read_table_rows(path, len(names)):
        row = dict(zip(names, cells, strict=True))
        if row["scale_id"] == "OI":
            values.setdefault(row["onet_soc_code"], {})[row["element_id"]] = float(row["value"])
    found: dict[str, OccupationInterests] = {}
    for code, six in sorted(values.items()):
        r, i, a, s, e, c = (six[element] for element in INTERESTS)
        found.setdefault(code[:7], OccupationInterests(soc_code=code[:7], values=(r, i, a, s, e, c)))
    return tuple(found.values())


@pytest.fixture(scope="module")
def reached_sooner() -> frozenset[str]:
    """Occupations that a credential of the catalog leads to and that people start below a bachelor's degree."""
    known = frozenset(one.soc_code for one in read_soc_occupations(CONFIG / "embedded" / "soc"))
    catalog = read_catalog_files(CONFIG, soc_codes=known, today=None)
    entry = {one.soc_code: one.education for one in read_entry_occupations(CONFIG / "embedded" / "entry")}
    codes = {code for one in catalog.credentials for code in one.soc_codes}
    return frozenset(code for code in codes if entry.get(code) not in DEGREES)


@pytest.mark.parametrize("liked", LIKED)
def test_everybody_is_shown_work_that_starts_below_a_bachelors_degree(
    liked: str, rated: tuple[OccupationInterests, ...], reached_sooner: frozenset[str]
) -> None:
    pictures = load_pictures(CONFIG)
    answers = {each.id: Answer.LIKE if each.letter in liked else Answer.NO for each in pictures}
    shown = [
        fit
        for fit in rank(score(pictures, answers), rated)
        if fit.soc_code in reached_sooner and (fit.level is not FitLevel.NEAR or fit.shared)
    ]
    assert len(shown) >= 2
    assert all(fit.shared for fit in shown[:6]), "each says why"


def test_the_ratings_are_those_of_the_work(rated: tuple[OccupationInterests, ...]) -> None:
    """A nurse helps and a carpenter works with their hands: the columns are not mixed up."""
    by_code = {one.soc_code: one.values for one in rated}
    assert max(by_code["47-2031"]) == by_code["47-2031"][0]
    assert max(by_code["25-2021"]) == by_code["25-2021"][3]
    assert correlate(by_code["47-2031"], by_code["47-2111"]) > correlate(
        by_code["47-2031"], by_code["25-2021"]
    )  # type: ignore[operator]
