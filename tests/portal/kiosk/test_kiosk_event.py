"""An event's file is read whole, and what is wrong with it is said by file, key and remedy."""

from pathlib import Path

import pytest

from portal.domain.errors import InvalidSettings
from portal.kiosk.event import Event, Slip, Start, parse_event
from portal.store.catalog import read_clusters

CONFIG = Path(__file__).resolve().parents[3] / "config"
SLUGS = frozenset(cluster.slug for cluster in read_clusters(CONFIG))
GOOD = """
title = { en = "A day", es = "Un día" }
place = "The hall"
starts_on = 2027-03-04
ends_on = 2027-03-05
region = "zip:46402:25"
clusters = ["health-science"]
[[booth]]
number = "12"
employer = "Calumet Care, Inc."
names = ["Calumet  CARE"]
clusters = ["health-science"]
"""


def read(text: str, name: str = "day") -> Event:
    return parse_event(name, text, cluster_slugs=SLUGS)


def test_an_event_says_where_for_whom_and_who_is_there() -> None:
    event = read(GOOD)
    assert (event.name, event.start, event.idle_seconds, event.languages) == (
        "day",
        Start.SCHOOL,
        60,
        ("en", "es"),
    )
    booth = event.find_booth("calumet care")
    assert booth is not None
    assert booth.number == "12"
    assert event.find_booth("Calumet Care, Inc.") == booth


def test_a_booth_is_never_guessed() -> None:
    assert read(GOOD).find_booth("Calumet Care of Gary") is None


@pytest.mark.parametrize("path", sorted((CONFIG / "kiosk").glob("*.toml")), ids=lambda path: path.stem)
def test_every_event_that_ships_can_be_read(path: Path) -> None:
    event = read(path.read_text(encoding="utf-8"), path.stem)
    assert event.is_sample, "what ships is made up, and says so"
    assert set(event.slips) == {Slip.RECEIPT, Slip.PAGE}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("colour = 'red'", "colour"),
        ("idle_seconds = 5", "idle_seconds"),
        ("warning_seconds = 10", "warning_seconds"),
        ("theme = 'pink'", "theme"),
        ("languages = ['fr']", "languages"),
        ("take_away_url = 'ftp://x'", "take_away_url"),
        ("take_away_url = 'https://rungs.example.org/some/page'", "take_away_url"),
    ],
)
def test_a_wrong_key_is_named_with_the_file(line: str, said: str) -> None:
    with pytest.raises(InvalidSettings, match=rf"config/kiosk/day\.toml.*{said}.*docs/kiosk\.md"):
        read(f"{line}\n{GOOD}")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"zip:46402:25"', '"Gary"', "not a place"),
        ("2027-03-05", "2027-03-01", "before starts_on"),
        ('clusters = ["health-science"]\n[[', 'clusters = ["health"]\n[[', "no such career cluster: health"),
        ("[[booth]]", '[[booth]]\nnumber = "12"\nemployer = "B"\n[[booth]]', "two booths have the number 12"),
        ("place =", "place", "not valid TOML"),
        ('place = "The hall"', "", "place"),
    ],
)
def test_what_does_not_hang_together_is_refused(before: str, after: str, said: str) -> None:
    assert before in GOOD
    with pytest.raises(InvalidSettings, match=said):
        read(GOOD.replace(before, after, 1))


@pytest.mark.parametrize("name", ["take", "worker", "Day", "a/b", "-day", "", "d" * 41])
def test_a_name_becomes_part_of_an_address(name: str) -> None:
    with pytest.raises(InvalidSettings, match="cannot be an event's name"):
        read(GOOD, name)
