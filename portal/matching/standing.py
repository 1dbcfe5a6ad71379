"""Standing: can the work be done without being on one's feet for long?"""

from portal.domain.posting_text import SignalKind, SignalValue
from portal.matching.config import MatchingConfig
from portal.matching.elements import STANDING, line_of_elements
from portal.matching.facts import PostingFacts
from portal.matching.lines import NOT_CHOSEN, ask, fits, may_need_change
from portal.matching.model import Line, Reason
from portal.matching.wishes import Need, Wishes

_KIND = SignalKind.PHYSICAL


def standing(facts: PostingFacts, wishes: Wishes, config: MatchingConfig) -> tuple[Line, ...]:
    """The job's own sentence speaks before what O*NET says of the occupation."""
    if Need.STANDING not in wishes.needs:
        return (NOT_CHOSEN,)
    said = facts.said(_KIND, SignalValue.STAND, SignalValue.WALK)
    denied = facts.denied(_KIND, SignalValue.STAND)
    if said is not None:
        return (ask(Reason.SAYS_BOTH, said) if denied else may_need_change(Reason.SAYS_SO, said),)
    if denied is not None:
        return (fits(Reason.SAYS_NOT, denied),)
    if (hard := facts.said(_KIND, SignalValue.DEMANDING)) is not None:
        return (may_need_change(Reason.DEMANDING, hard),)
    if (seated := facts.said(_KIND, SignalValue.SIT)) is not None:
        return (fits(Reason.SEATED, seated),)
    return (line_of_elements(facts, STANDING, config.elements),)
