"""Which of several matches come first: the band, then what fits what the person asked for."""

from collections.abc import Sequence

from portal.matching.config import MatchingConfig
from portal.matching.model import ASKED_OF_PERSON, CriterionState, Match


def order_matches(matches: Sequence[Match], config: MatchingConfig) -> list[int]:
    """Places of the matches, best first; equals keep their order, and every one of them is in the answer."""
    return sorted(range(len(matches)), key=lambda place: _key(matches[place], config))


def _key(match: Match, config: MatchingConfig) -> tuple[int, bool, float]:
    fit = 0.0
    for each in match.criteria:
        if each.key not in ASKED_OF_PERSON:
            sign = {CriterionState.MET: 1, CriterionState.MISSING: -1}.get(each.state, 0)
            fit += sign * config.weight(each.key)
    return match.band.rank, not match.is_likely, -fit
