"""What O*NET's ratings of an occupation say about a need, where they are loaded."""

from portal.domain.occupation_profile import RatedElement
from portal.matching.config import ElementLimits
from portal.matching.facts import PostingFacts
from portal.matching.lines import SILENT
from portal.matching.model import CriterionState, Help, Line, Reason

STANDING = ("4.C.2.d.1.b",)
"""Work context: time spent standing (1 never, 3 about half the time, 5 almost always)."""
LIFTING = ("1.A.3.a.1",)
"""Ability: static strength, importance (1 not important, 3 important, 5 extremely)."""
NOISE = ("4.C.2.b.1.a",)
"""Work context: sounds and noise levels that distract (1 never, 3 every month, 5 every day)."""
PACE = ("4.C.3.d.1", "4.C.3.d.3")
"""Work context: time pressure (as often as noise); pace set by the speed of equipment (importance)."""
ELEMENT_IDS = (*STANDING, *LIFTING, *NOISE, *PACE)


def line_of_elements(facts: PostingFacts, ids: tuple[str, ...], limits: ElementLimits) -> Line:
    """The highest of these ratings speaks; likely fine only where all of them are loaded. Else: ask."""
    found = [each for each in facts.elements if each.element_id in ids]
    if not found:
        return SILENT
    highest = max(found, key=lambda each: each.value)
    if highest.value >= limits.change_from:
        return _line(CriterionState.MISSING, Reason.ELEMENT_HIGH, highest, help_=Help.ASK_FOR_CHANGE)
    if highest.value < limits.fine_below and len({each.element_id for each in found}) == len(ids):
        return _line(CriterionState.MET, Reason.ELEMENT_LOW, highest, help_=None)
    return _line(CriterionState.UNKNOWN, Reason.ELEMENT_BETWEEN, highest, help_=Help.ASK_EMPLOYER)


def _line(state: CriterionState, reason: Reason, element: RatedElement, *, help_: Help | None) -> Line:
    return Line(state=state, reason=reason, element=element, help=help_)
