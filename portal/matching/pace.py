"""Pace: can one work without being driven?"""

from portal.matching.config import MatchingConfig
from portal.matching.elements import PACE, line_of_elements
from portal.matching.facts import PostingFacts
from portal.matching.lines import NOT_CHOSEN
from portal.matching.model import Line
from portal.matching.wishes import Need, Wishes


def pace(facts: PostingFacts, wishes: Wishes, config: MatchingConfig) -> tuple[Line, ...]:
    """No sentence of a job is read for this: O*NET's rating of the occupation where it is loaded, else ask."""
    if Need.PACE not in wishes.needs:
        return (NOT_CHOSEN,)
    return (line_of_elements(facts, PACE, config.elements),)
