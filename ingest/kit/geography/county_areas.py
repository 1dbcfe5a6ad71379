"""Finds the OEWS area of a county.

OEWS of May 2025 has the metropolitan areas of the July 2023 delineation (392 of 393 agree in code and title; the
change was announced at https://www.bls.gov/bls/msa-redelineation-announcement.htm). A metropolitan county is known
from it. For the counties that are left BLS draws its own nonmetropolitan areas; the list at hand is of May 2021, so a
county takes its area from there only where its state's set of areas has not changed since, and says so.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians
from pathlib import Path
from typing import Protocol

from ingest.kit.sheet import read_sheet

METRO_2023, METRO_TITLE = "metro_2023", "metro_2023_by_title"
SOLE_NONMETRO, NONMETRO_2021 = "sole_nonmetro_area", "nonmetro_2021"
NEIGHBOURS, STATE_ONLY, FORMER = "nonmetro_neighbours", "state_only", "former_county"
VERIFIED, INFERRED = "verified", "inferred"

BASIS_NOTES = {
    METRO_2023: "verified: the county is in this metropolitan area in the 2023 delineation, and OEWS has the same "
    "code and title",
    METRO_TITLE: "inferred: as metro_2023, but only the title is the same, the code differs",
    SOLE_NONMETRO: "verified: the county is in no metropolitan area, and its state has one nonmetropolitan area only",
    NONMETRO_2021: "inferred: the county is in no metropolitan area; BLS listed it in this area in May 2021, and the "
    "state's nonmetropolitan areas have the same codes and names since",
    NEIGHBOURS: "inferred: the county left its metropolitan area in 2023, and the three nearest nonmetropolitan "
    "counties of the state are all in this area",
    STATE_ONLY: "no area is known for the county in this vintage: use the state's figures",
    FORMER: "the county was replaced (Connecticut 2022, Valdez-Cordova 2019): use the state's figures",
}
_NEIGHBOURS = 3


class NamedArea(Protocol):
    """An OEWS area: seven digits and its name."""

    @property
    def area_code(self) -> str: ...

    @property
    def area_name(self) -> str: ...


@dataclass(frozen=True)
class CountyArea:
    """OEWS area of a county; `area_code` is empty for `state_only` and `former_county`."""

    area_code: str
    method: str
    basis: str


@dataclass(frozen=True)
class Delineation:
    """The CBSA of a county in the 2023 delineation."""

    cbsa_code: str
    cbsa_title: str
    is_metro: bool
    county_name: str


def read_delineations(path: Path) -> dict[str, Delineation]:
    """County FIPS to its CBSA. Source: Census/OMB delineation file as CSV, county and state in two columns."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {
            row["fipsstatecode"].zfill(2) + row["fipscountycode"].zfill(3): Delineation(
                row["cbsacode"],
                row["cbsatitle"],
                row["metropolitanmicropolitanstatis"].startswith("Metro"),
                row["countycountyequivalent"],
            )
            for row in csv.DictReader(stream)
        }


def read_area_definitions_2021(path: Path) -> tuple[dict[str, set[str]], dict[str, str], dict[str, str]]:
    """BLS's May 2021 list: county → its areas (New England towns can differ), area → name, county → name."""
    areas_of: dict[str, set[str]] = {}
    area_names: dict[str, str] = {}
    county_names: dict[str, str] = {}
    header = ("FIPS code", "State", "State abbreviation", "May 2021 MSA code", "May 2021 MSA name")
    for cells in read_sheet(path, (*header, "County code", "Township code", _COUNTY_NAME)):
        state, _, _, area, area_name, county, _, county_name = cells
        fips = state.zfill(2) + county.zfill(3)
        areas_of.setdefault(fips, set()).add(area.zfill(7))
        area_names[area.zfill(7)] = area_name
        county_names[fips] = county_name
    return areas_of, area_names, county_names


_COUNTY_NAME = "County name (or Township name for the New England states)"


class CountyAreaFinder:
    """Answers for each current county; `points` are used for the nearest nonmetropolitan counties only."""

    def __init__(
        self,
        areas: Iterable[NamedArea],
        delineations: dict[str, Delineation],
        *,
        areas_2021: dict[str, set[str]],
        area_names_2021: dict[str, str],
        points: dict[str, tuple[float, float]],
    ) -> None:
        self._names = {area.area_code: area.area_name for area in areas}
        self._metro_by_title = {
            name: code for code, name in self._names.items() if code.startswith("00") and code != "0000000"
        }
        self._delineations = delineations
        self._areas_2021 = areas_2021
        self._nonmetro: dict[str, set[str]] = {}
        for code in self._names:
            if not code.startswith("00") and not code.endswith("00000"):
                self._nonmetro.setdefault(code[:2], set()).add(code)
        self._is_unchanged = {
            state: codes == {code for code in area_names_2021 if _is_nonmetro_of(code, state)}
            and all(area_names_2021[code] == self._names[code] for code in codes)
            for state, codes in self._nonmetro.items()
        }
        self._points = points

    def find_area(self, county_fips: str) -> CountyArea:
        """The area of a county, with how it is known."""
        known = self._known(county_fips)
        if known is not None:
            return known
        return self._by_neighbours(county_fips) or CountyArea("", "", STATE_ONLY)

    def _known(self, county_fips: str) -> CountyArea | None:
        cbsa = self._delineations.get(county_fips)
        if cbsa is not None and cbsa.is_metro:
            code = cbsa.cbsa_code.zfill(7)
            if self._names.get(code) == _plain(cbsa.cbsa_title):
                return CountyArea(code, VERIFIED, METRO_2023)
            by_title = self._metro_by_title.get(_plain(cbsa.cbsa_title))
            return CountyArea(by_title, INFERRED, METRO_TITLE) if by_title else CountyArea("", "", STATE_ONLY)
        state = county_fips[:2]
        nonmetro = self._nonmetro.get(state, set())
        if len(nonmetro) == 1:
            return CountyArea(next(iter(nonmetro)), VERIFIED, SOLE_NONMETRO)
        if not nonmetro or not self._is_unchanged[state]:
            return CountyArea("", "", STATE_ONLY)
        in_2021 = self._areas_2021.get(county_fips, set()) & nonmetro
        return CountyArea(in_2021.pop(), INFERRED, NONMETRO_2021) if len(in_2021) == 1 else None

    def _by_neighbours(self, county_fips: str) -> CountyArea | None:
        if county_fips not in self._points:
            return None
        latitude, longitude = self._points[county_fips]
        nearest = sorted(
            ((point[0] - latitude) ** 2 + ((point[1] - longitude) * cos(radians(latitude))) ** 2, other)
            for other, point in self._points.items()
            if other[:2] == county_fips[:2] and other != county_fips
        )
        areas = [
            known for _, other in nearest if (known := self._known(other)) and known.basis == NONMETRO_2021
        ]
        codes = {area.area_code for area in areas[:_NEIGHBOURS]}
        if len(areas) < _NEIGHBOURS or len(codes) != 1:
            return None
        return CountyArea(codes.pop(), INFERRED, NEIGHBOURS)


def _is_nonmetro_of(area_code: str, state_fips: str) -> bool:
    return area_code.startswith(state_fips) and not area_code.startswith("00")


def _plain(title: str) -> str:
    """OEWS prints Puerto Rico's names without accents."""
    return title.translate(str.maketrans("áéíóúüñ", "aeiouun"))
