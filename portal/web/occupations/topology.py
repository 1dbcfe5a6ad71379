"""Reads us-atlas TopoJSON into SVG paths. It is projected already: its points are pixels of a 975 × 610 picture."""

import json
from functools import cache
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 975, 610
SCALE = 0.5
"""Points are rounded to whole pixels of half that size: small enough to send, sharp enough for a state."""


@cache
def state_paths(file: Path) -> dict[str, str]:
    """SVG path of each state by its two-digit FIPS code; empty where the file is not installed."""
    if not file.is_file():
        return {}
    topology = json.loads(file.read_text(encoding="utf-8"))
    arcs = [_points(arc, topology["transform"]) for arc in topology["arcs"]]
    return {
        geometry["id"]: "".join(_ring_path(ring, arcs) for ring in _rings(geometry))
        for geometry in topology["objects"]["states"]["geometries"]
    }


def _points(arc: list[list[int]], transform: dict[str, list[float]]) -> list[tuple[int, int]]:
    """Quantized steps to whole pixels. Source: TopoJSON specification, 2.1.3 and 2.2.2."""
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((round((x * scale_x + move_x) * SCALE), round((y * scale_y + move_y) * SCALE)))
    return points


def _rings(geometry: dict[str, Any]) -> list[list[int]]:
    if geometry["type"] == "Polygon":
        return list(geometry["arcs"])
    return [ring for polygon in geometry.get("arcs", ()) for ring in polygon]


def _ring_path(ring: list[int], arcs: list[list[tuple[int, int]]]) -> str:
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
