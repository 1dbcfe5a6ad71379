"""The contrasts that docs/look.md promises, computed from the tokens that ship."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).resolve().parents[3] / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))
    for part in TOKENS.split("@media (prefers-color-scheme: dark)")[:2]
)
DARK = LIGHT | DARK
THEMES = {"light": LIGHT, "dark": DARK}
GROUNDS = ("paper", "card")
TEXT_ON = [
    *((text, ground) for text in ("ink", "soft", "teal", "clay", "leaf") for ground in GROUNDS),
    *((text, ground) for text in ("ink", "soft", "teal") for ground in ("teal-soft", "sun-soft")),
    ("on-teal", "teal"),
    ("on-sun", "sun"),
    ("ink", "clay-soft"),
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_is_at_least_four_and_a_half_to_one(theme: str, text: str, ground: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("edge", ["soft", "teal", "focus"])
def test_edges_of_what_one_can_act_on_are_at_least_three_to_one(theme: str, edge: str) -> None:
    colours = THEMES[theme]
    for ground in (*GROUNDS, "teal-soft", "sun-soft"):
        assert contrast(colours[edge], colours[ground]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_sixteen_cluster_colours_can_be_read_and_none_stands_twice(theme: str) -> None:
    clusters = {name: colour for name, colour in THEMES[theme].items() if name.startswith("cluster-")}
    assert len(set(clusters.values())) == 16
    for colour in clusters.values():
        assert all(contrast(colour, THEMES[theme][ground]) >= 4.5 for ground in GROUNDS)


def test_every_cluster_of_the_framework_has_its_colour() -> None:
    text = (Path(__file__).resolve().parents[3] / "config" / "clusters.toml").read_text(encoding="utf-8")
    slugs = re.findall(r'^slug = "([\w-]+)"', text, re.MULTILINE)
    assert {f"cluster-{slug}" for slug in slugs} == {name for name in LIGHT if name.startswith("cluster-")}
