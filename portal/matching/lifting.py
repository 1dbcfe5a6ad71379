"""Lifting: can the work be done without lifting heavy things?"""

from portal.domain.posting_text import Signal, SignalKind, SignalValue
from portal.matching.config import MatchingConfig
from portal.matching.elements import LIFTING, line_of_elements
from portal.matching.facts import PostingFacts
from portal.matching.lines import NOT_CHOSEN, ask, fits, may_need_change
from portal.matching.model import Line, Reason
from portal.matching.wishes import Need, Wishes

_KIND = SignalKind.PHYSICAL


def lifting(facts: PostingFacts, wishes: Wishes, config: MatchingConfig) -> tuple[Line, ...]:
    """Heavy is more than `heavy_pounds`. The job's own sentence speaks before O*NET. Units: pounds."""
    if Need.LIFTING not in wishes.needs:
        return (NOT_CHOSEN,)
    hard = facts.said(_KIND, SignalValue.DEMANDING)
    if (said := facts.said(_KIND, SignalValue.LIFT)) is not None:
        return (_of_weight(said, config.heavy_pounds, is_hard=hard is not None),)
    if hard is not None:
        return (may_need_change(Reason.DEMANDING, hard),)
    if (denied := facts.denied(_KIND, SignalValue.LIFT)) is not None:
        # "No lifting over 50 pounds" leaves 50 pounds to lift.
        is_light = denied.high is not None and denied.high <= config.heavy_pounds
        return (fits(Reason.SAYS_NOT, denied) if is_light else ask(Reason.SAYS_NOT, denied),)
    return (line_of_elements(facts, LIFTING, config.elements),)


def _of_weight(said: Signal, heavy: float, *, is_hard: bool) -> Line:
    if said.high is None:
        return ask(Reason.SAYS_SO, said)
    if said.high > heavy:
        line = may_need_change(Reason.LIFT_HEAVY, said)
    else:
        line = ask(Reason.LIFT_LIGHT, said) if is_hard else fits(Reason.LIFT_LIGHT, said)
    return line.model_copy(update={"low": said.low, "high": said.high, "wanted": heavy})
