"""Weekends: are they free?"""

from portal.domain.posting_text import SignalKind, SignalValue
from portal.matching.facts import PostingFacts
from portal.matching.lines import NOT_CHOSEN, SILENT, ask, fits, may_need_change
from portal.matching.model import Line, Reason
from portal.matching.wishes import Need, Wishes


def weekends(facts: PostingFacts, wishes: Wishes) -> tuple[Line, ...]:
    """By the job's own sentence alone: a job that says nothing of weekends may still have them."""
    if Need.WEEKENDS_OFF not in wishes.needs:
        return (NOT_CHOSEN,)
    said = facts.said(SignalKind.SHIFT, SignalValue.WEEKEND)
    denied = facts.denied(SignalKind.SHIFT, SignalValue.WEEKEND)
    if said is not None:
        return (ask(Reason.SAYS_BOTH, said) if denied else may_need_change(Reason.SAYS_SO, said),)
    return (fits(Reason.SAYS_NOT, denied) if denied else SILENT,)
