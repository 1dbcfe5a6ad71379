"""Pay: does the job pay at least what the person needs?"""

from portal.matching.facts import PostingFacts
from portal.matching.lines import NOT_CHOSEN, SILENT
from portal.matching.model import CriterionState, Help, Line, Reason
from portal.matching.wishes import Wishes


def pay(facts: PostingFacts, wishes: Wishes) -> tuple[Line, ...]:
    """The whole stated range counts: one that only reaches the floor is unknown. Units: US dollars a year."""
    floor = wishes.least_pay_usd
    low, high = facts.annual_pay_min_usd, facts.annual_pay_max_usd
    if floor is None:
        return (NOT_CHOSEN,)
    if low is None and high is None:
        return (SILENT,)
    if facts.pay_flag:
        state, reason = CriterionState.UNKNOWN, Reason.PAY_DOUBTED
    elif low is not None and low >= floor:
        state, reason = CriterionState.MET, Reason.PAY_REACHES
    elif high is not None and high < floor:
        state, reason = CriterionState.MISSING, Reason.PAY_BELOW
    else:  # one end is open or on the other side of the floor
        state, reason = CriterionState.UNKNOWN, Reason.PAY_ACROSS
    return (
        Line(
            state=state,
            reason=reason,
            sentence=facts.pay_sentence,
            help=None if state is CriterionState.MET else Help.ASK_EMPLOYER,
            low=low,
            high=high,
            wanted=floor,
        ),
    )
