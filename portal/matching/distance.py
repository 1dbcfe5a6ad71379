"""Distance: is the work as near as the person looks?"""

from portal.matching.facts import PostingFacts
from portal.matching.lines import NOT_CHOSEN, fits
from portal.matching.model import CriterionState, Help, Line, Reason


def distance(facts: PostingFacts) -> tuple[Line, ...]:
    """By the nearest place, as the crow flies; work from home is near. Units: miles."""
    if facts.most_miles is None:
        return (NOT_CHOSEN,)
    if facts.is_remote:
        return (fits(Reason.FROM_HOME),)
    if facts.miles is None:
        return (Line(state=CriterionState.UNKNOWN, reason=Reason.PLACE_UNKNOWN, help=Help.ASK_EMPLOYER),)
    is_near = facts.miles <= facts.most_miles
    return (
        Line(
            state=CriterionState.MET if is_near else CriterionState.MISSING,
            reason=Reason.NEAR if is_near else Reason.FAR,
            high=facts.miles,
            wanted=facts.most_miles,
        ),
    )
