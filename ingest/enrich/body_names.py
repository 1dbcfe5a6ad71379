"""Short names of bodies and laws that a text spells out: where BLS is a bureau, it is no life support."""

import re

_SHORT = re.compile(r"\(([A-Z]{2,6})\)")
_WORD = re.compile(r"\b[A-Z][\w'’-]*")
_FARTHEST = 80
_BODIES = frozenset(
    (
        "Act", "Administration", "Agency", "Association", "Authority", "Board", "Bureau", "Center", "Commission",
        "Committee", "Council", "Department", "Division", "Fund", "Institute", "Office", "Program", "Service",
        "Services", "Society", "Statistics", "System", "Systems", "Unit",
    )
)  # fmt: skip


def body_names(text: str) -> frozenset[str]:
    """The short names in brackets whose letters begin the words before them, where one of these says body or law."""
    found = set()
    for short in _SHORT.finditer(text):
        words = _WORD.findall(text, max(0, short.start() - _FARTHEST), short.start())[-len(short[1]) :]
        if "".join(word[0] for word in words) == short[1] and not _BODIES.isdisjoint(words):
            found.add(short[1])
    return frozenset(found)
