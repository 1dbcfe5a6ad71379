"""Two credentials that open more jobs together than each does alone."""

from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.stacks.pairs import Pair, best_pairs
from portal.stacks.reach import Reach
from portal.web.choices import Choices
from portal.web.formats import number
from portal.web.knowledge import Knowledge
from portal.web.translate import gettext, ngettext
from portal.web.words import credential_name

SHOWN = 3
LOOKED_AT = 40
"""Pairs that are looked at: many differ in one degree for another only, and one of those is enough."""


class Together(DataModel):
    """Two credentials and what they open. `url` is the ladder of who holds both."""

    names: tuple[str, str]
    opens: str
    alone: str
    url: str


def find_together(
    known: Knowledge, choices: Choices, *, person: Person, reach: Reach
) -> tuple[Together, ...]:
    """The best pairs in which both help: no credential stands in two of them."""
    found: list[Pair] = []
    used: set[str] = set()
    for pair in best_pairs(known.index, person, reach, most=LOOKED_AT):
        if used.isdisjoint(pair.credential_ids) and pair.together > 0:
            found.append(pair)
            used.update(pair.credential_ids)
    return tuple(_together(known, choices, pair) for pair in found[:SHOWN])


def _together(known: Knowledge, choices: Choices, pair: Pair) -> Together:
    first, second = (credential_name(known.graph.get(id_)) for id_ in pair.credential_ids)
    return Together(
        names=(first, second),
        opens=ngettext(
            "Together they open %(count)s job.",
            "Together they open %(count)s jobs.",
            pair.opens,
            count=number(pair.opens),
        ),
        alone=gettext(
            "Alone they open %(one)s and %(two)s.", one=number(pair.alone[0]), two=number(pair.alone[1])
        ),
        url=choices.with_(held=tuple(dict.fromkeys((*choices.held, *pair.credential_ids)))).url(),
    )
