"""Transport: can one get there without a car?"""

from portal.domain.posting_text import SignalKind, SignalValue
from portal.matching.facts import PostingFacts
from portal.matching.lines import NOT_CHOSEN, SILENT, ask, fits, may_need_change
from portal.matching.model import Line, Reason
from portal.matching.wishes import Need, Wishes

_KIND = SignalKind.TRANSPORT


def transport(facts: PostingFacts, wishes: Wishes) -> tuple[Line, ...]:
    """By the job's sentences; a car that the employer gives for the work says nothing of the way there."""
    if Need.TRANSPORT not in wishes.needs:
        return (NOT_CHOSEN,)
    own = facts.said(_KIND, SignalValue.OWN_VEHICLE)
    way = facts.said(_KIND, SignalValue.NEAR_TRANSIT, SignalValue.RIDE_PROVIDED)
    if own is not None:
        return (ask(Reason.SAYS_BOTH, own) if way else may_need_change(Reason.SAYS_NOT, own),)
    if way is not None:
        return (fits(Reason.SAYS_SO, way),)
    return (fits(Reason.FROM_HOME) if facts.is_remote else SILENT,)
