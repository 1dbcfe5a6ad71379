"""Remote: can the work be done from home?"""

from portal.domain.posting_text import SignalKind
from portal.matching.facts import PostingFacts
from portal.matching.lines import NOT_CHOSEN, SILENT, ask, fits, may_need_change
from portal.matching.model import Line, Reason
from portal.matching.wishes import Need, Wishes


def remote(facts: PostingFacts, wishes: Wishes) -> tuple[Line, ...]:
    """By the source's own field and the job's sentences; where they disagree: ask."""
    if Need.REMOTE not in wishes.needs:
        return (NOT_CHOSEN,)
    said, denied = facts.said(SignalKind.REMOTE), facts.denied(SignalKind.REMOTE)
    some_days = facts.said(SignalKind.HYBRID)
    if denied is not None:
        is_both = facts.is_remote or said is not None or some_days is not None
        return (ask(Reason.SAYS_BOTH, denied) if is_both else may_need_change(Reason.SAYS_NOT, denied),)
    if some_days is not None:
        return (ask(Reason.SOME_DAYS_HOME, some_days),)
    if said is not None:
        return (fits(Reason.SAYS_SO, said),)
    return (fits(Reason.FROM_HOME) if facts.is_remote else SILENT,)
