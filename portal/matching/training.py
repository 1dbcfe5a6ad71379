"""Training: does the employer train?"""

from portal.domain.posting_text import SignalKind
from portal.matching.facts import PostingFacts
from portal.matching.lines import NOT_CHOSEN, SILENT, ask, fits, may_need_change
from portal.matching.model import Line, Reason
from portal.matching.wishes import Need, Wishes


def training(facts: PostingFacts, wishes: Wishes) -> tuple[Line, ...]:
    """By the job's sentences alone: "no experience needed" does not say that one is trained."""
    if Need.TRAINING not in wishes.needs:
        return (NOT_CHOSEN,)
    said, denied = facts.said(SignalKind.TRAINING), facts.denied(SignalKind.TRAINING)
    if said is not None:
        return (ask(Reason.SAYS_BOTH, said) if denied else fits(Reason.SAYS_SO, said),)
    return (may_need_change(Reason.SAYS_NOT, denied) if denied else SILENT,)
