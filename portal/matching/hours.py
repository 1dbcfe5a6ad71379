"""Hours: are they few enough, for example to keep benefits?"""

from portal.domain.posting_text import SignalKind
from portal.matching.facts import PostingFacts
from portal.matching.lines import NOT_CHOSEN, SILENT
from portal.matching.model import CriterionState, Help, Line, Reason
from portal.matching.wishes import Wishes

FULL_TIME_HOURS = 35
"""From this many on, the Bureau of Labor Statistics calls a job full time (Current Population Survey, concepts)."""


def hours(facts: PostingFacts, wishes: Wishes) -> tuple[Line, ...]:
    """By the stated hours, else by full or part time. Units: hours a week."""
    most = wishes.most_hours
    if most is None:
        return (NOT_CHOSEN,)
    signal = facts.said(SignalKind.HOURS)
    low = signal.low if signal else facts.hours_per_week
    high = signal.high if signal else facts.hours_per_week
    sentence = signal.sentence if signal else ""
    if low is None or high is None:
        return (_by_type(facts, most),)
    if high <= most:
        state, reason, help_ = CriterionState.MET, Reason.HOURS_WITHIN, None
    elif low > most:
        state, reason, help_ = CriterionState.MISSING, Reason.HOURS_ABOVE, Help.ASK_FOR_CHANGE
    else:
        state, reason, help_ = CriterionState.UNKNOWN, Reason.HOURS_ACROSS, Help.ASK_EMPLOYER
    return (Line(state=state, reason=reason, sentence=sentence, help=help_, low=low, high=high, wanted=most),)


def _by_type(facts: PostingFacts, most: int) -> Line:
    if facts.employment_types == ("FULL_TIME",) and most < FULL_TIME_HOURS:
        return Line(
            state=CriterionState.MISSING, reason=Reason.FULL_TIME, help=Help.ASK_FOR_CHANGE, wanted=most
        )
    if facts.employment_types == ("PART_TIME",):
        return Line(
            state=CriterionState.UNKNOWN, reason=Reason.PART_TIME, help=Help.ASK_EMPLOYER, wanted=most
        )
    return SILENT
