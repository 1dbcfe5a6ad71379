"""The contrasts that docs/look.md promises, computed from the tokens that ship."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).resolve().parents[3] / "static" / "css" / "tokens.css").read_text(encoding="utf-8")


def colours_of(selector: str) -> dict[str, str]:
    """Colours that the rule of a selector sets."""
    rule = TOKENS.split(f"{selector} {{")[1].split("}")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", rule))


LIGHT = colours_of(':root, [data-theme="light"]')
DARK = LIGHT | colours_of('[data-theme="dark"]')
CONTRAST = LIGHT | colours_of('[data-theme="contrast"]')
THEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
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


def test_dark_by_choice_is_dark_by_device() -> None:
    assert colours_of(":root:not([data-theme])") == colours_of('[data-theme="dark"]')


def test_high_contrast_sets_every_colour_and_is_at_least_seven_to_one() -> None:
    assert colours_of('[data-theme="contrast"]').keys() == LIGHT.keys()
    for text, ground in TEXT_ON:
        assert contrast(CONTRAST[text], CONTRAST[ground]) >= 7, (text, ground)
