"""Noise: is it quiet?"""

from portal.matching.config import MatchingConfig
from portal.matching.elements import NOISE, line_of_elements
from portal.matching.facts import PostingFacts
from portal.matching.lines import NOT_CHOSEN
from portal.matching.model import Line
from portal.matching.wishes import Need, Wishes


def noise(facts: PostingFacts, wishes: Wishes, config: MatchingConfig) -> tuple[Line, ...]:
    """No sentence of a job is read for this: O*NET's rating of the occupation where it is loaded, else ask."""
    if Need.NOISE not in wishes.needs:
        return (NOT_CHOSEN,)
    return (line_of_elements(facts, NOISE, config.elements),)
