"""Reads us-atlas TopoJSON into SVG paths. It is projected already: its points are pixels of a 975 × 610 picture."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 975, 610
SCALE = 0.5
"""Points are rounded to whole pixels of half that size: small enough to send, sharp enough for a state."""
COUNTY_SIDE = 400
"""Longer side of a picture of one state's counties. Units: pixels."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shapes:
    """SVG paths by FIPS code, in a picture of this size; empty where the file is not installed."""

    paths: dict[str, str]
    width: int
    height: int


@cache
def state_paths(file: Path) -> dict[str, str]:
    """SVG path of each state by its two-digit FIPS code; empty where the file is not installed."""
    if not file.is_file():
        return {}
    topology = _read(file)
    geometries = topology["objects"]["states"]["geometries"]
    return _draw(geometries, _arcs_of(topology, geometries), scale=SCALE).paths


def county_shapes(file: Path, state_fips: str) -> Shapes:
    """The counties of one state by five-digit FIPS code, in a picture that they fill."""
    return _all_counties(file).get(state_fips, Shapes({}, 0, 0))


@cache
def _all_counties(file: Path) -> dict[str, Shapes]:
    """Every state's counties, drawn once a process. The outlines themselves are let go: a million small lists would
    make each collection of garbage longer than a page may take.
    """
    if not file.is_file():
        return {}
    topology = _read(file)
    by_state: dict[str, list[dict[str, Any]]] = {}
    for one in topology["objects"]["counties"]["geometries"]:
        by_state.setdefault(one["id"][:2], []).append(one)
    return {state: _draw_counties(topology, geometries) for state, geometries in by_state.items()}


def _draw_counties(topology: dict[str, Any], geometries: list[dict[str, Any]]) -> Shapes:
    arcs = _arcs_of(topology, geometries)
    if not arcs:
        return Shapes({}, 0, 0)
    left, right, top, bottom = _extent(arcs.values())
    scale = COUNTY_SIDE / max(right - left, bottom - top)
    return _draw(geometries, arcs, scale=scale, origin=(left, top), size=(right - left, bottom - top))


def _read(file: Path) -> dict[str, Any]:
    topology: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return topology


def _arcs_of(topology: dict[str, Any], geometries: Iterable[dict[str, Any]]) -> dict[int, list[Point]]:
    """The arcs that these geometries use, from quantized steps. Source: TopoJSON specification, 2.1.3, 2.2.2."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    used = {
        index if index >= 0 else ~index
        for geometry in geometries
        for ring in _rings(geometry)
        for index in ring
    }
    arcs: dict[int, list[Point]] = {}
    for index in used:
        x = y = 0
        points: list[Point] = []
        for dx, dy in topology["arcs"][index]:
            x, y = x + dx, y + dy
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs[index] = points
    return arcs


def _extent(arcs: Iterable[list[Point]]) -> tuple[float, float, float, float]:
    points = [point for arc in arcs for point in arc]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), max(xs), min(ys), max(ys)


def _rings(geometry: dict[str, Any]) -> list[list[int]]:
    if geometry["type"] == "Polygon":
        return list(geometry["arcs"])
    return [ring for polygon in geometry.get("arcs", ()) for ring in polygon]


def _draw(
    geometries: Iterable[dict[str, Any]],
    arcs: dict[int, list[Point]],
    *,
    scale: float,
    origin: Point = (0.0, 0.0),
    size: Point = (WIDTH, HEIGHT),
) -> Shapes:
    whole = {
        index: [(round((x - origin[0]) * scale), round((y - origin[1]) * scale)) for x, y in points]
        for index, points in arcs.items()
    }
    paths = {one["id"]: "".join(_ring_path(ring, whole) for ring in _rings(one)) for one in geometries}
    return Shapes(paths, width=round(size[0] * scale), height=round(size[1] * scale))


def _ring_path(ring: list[int], arcs: dict[int, list[tuple[int, int]]]) -> str:
    points: list[tuple[int, int]] = []
    for index in ring:
        part = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += part if not points else part[1:]
    kept = [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]
    if len(kept) < 4:  # an island smaller than a pixel
        return ""
    start, *rest = kept
    steps, (x, y) = [], start
    for px, py in rest:
        steps.append(f"{px - x},{py - y}")
        x, y = px, py
    return f"M{start[0]},{start[1]}l{' '.join(steps)}z"
