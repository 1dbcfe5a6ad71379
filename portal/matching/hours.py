"""Hours: are they few enough, for example to keep benefits, and enough to be worth the while?"""

from portal.domain.posting_text import SignalKind
from portal.matching.facts import PostingFacts
from portal.matching.lines import NOT_CHOSEN, SILENT
from portal.matching.model import CriterionState, Help, Line, Reason
from portal.matching.wishes import Wishes

FULL_TIME_HOURS = 35
"""From this many on, the Bureau of Labor Statistics calls a job full time (Current Population Survey, concepts)."""


def hours(facts: PostingFacts, wishes: Wishes) -> tuple[Line, ...]:
    """By the stated hours, else by full or part time. Units: hours a week."""
    most, least = wishes.most_hours, wishes.least_hours
    if most is None and least is None:
        return (NOT_CHOSEN,)
    signal = facts.said(SignalKind.HOURS)
    low = signal.low if signal else facts.hours_per_week
    high = signal.high if signal else facts.hours_per_week
    sentence = signal.sentence if signal else ""
    if low is None or high is None:
        return (_by_type(facts, most, least),)
    help_: Help | None
    if most is not None and low > most:
        state, reason, help_ = CriterionState.MISSING, Reason.HOURS_ABOVE, Help.ASK_FOR_CHANGE
    elif least is not None and high < least:
        state, reason, help_ = CriterionState.MISSING, Reason.HOURS_BELOW, Help.ASK_FOR_CHANGE
    elif (most is None or high <= most) and (least is None or low >= least):
        state, reason, help_ = CriterionState.MET, Reason.HOURS_WITHIN, None
    else:
        state, reason, help_ = CriterionState.UNKNOWN, Reason.HOURS_ACROSS, Help.ASK_EMPLOYER
    return (
        Line(
            state=state,
            reason=reason,
            sentence=sentence,
            help=help_,
            low=low,
            high=high,
            wanted=most,
            wanted_low=least,
        ),
    )


def _by_type(facts: PostingFacts, most: int | None, least: int | None) -> Line:
    if facts.employment_types == ("FULL_TIME",):
        if most is not None and most < FULL_TIME_HOURS:
            return _line(CriterionState.MISSING, Reason.FULL_TIME, Help.ASK_FOR_CHANGE, most, least)
        if most is None and least is not None and least <= FULL_TIME_HOURS:
            return _line(CriterionState.MET, Reason.FULL_TIME, None, most, least)
    if facts.employment_types == ("PART_TIME",):
        if least is not None and least >= FULL_TIME_HOURS:
            return _line(CriterionState.MISSING, Reason.PART_TIME, Help.ASK_FOR_CHANGE, most, least)
        return _line(CriterionState.UNKNOWN, Reason.PART_TIME, Help.ASK_EMPLOYER, most, least)
    return SILENT


def _line(
    state: CriterionState, reason: Reason, help_: Help | None, most: int | None, least: int | None
) -> Line:
    return Line(state=state, reason=reason, help=help_, wanted=most, wanted_low=least)
