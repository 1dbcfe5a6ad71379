"""Shift: is the work at the times of day at which the person can work?"""

from portal.domain.posting_text import SignalKind, SignalValue
from portal.matching.facts import PostingFacts
from portal.matching.lines import NOT_CHOSEN, SILENT, ask, fits, may_need_change
from portal.matching.model import Line, Reason
from portal.matching.wishes import Need, Wishes

_TIMES = {
    Need.SHIFT_DAY: SignalValue.DAY,
    Need.SHIFT_EVENING: SignalValue.EVENING,
    Need.SHIFT_NIGHT: SignalValue.NIGHT,
}
_SHIFT = SignalKind.SHIFT


def shift(facts: PostingFacts, wishes: Wishes) -> tuple[Line, ...]:
    """Fits only where every time that the job names is one that was chosen; several times mean: ask which."""
    wanted = [value for need, value in _TIMES.items() if need in wishes.needs]
    if not wanted:
        return (NOT_CHOSEN,)
    others = [value for value in _TIMES.values() if value not in wanted]
    named, other = facts.said(_SHIFT, *wanted), facts.said(_SHIFT, *others) if others else None
    changing = facts.said(_SHIFT, SignalValue.ROTATING, SignalValue.ON_CALL)
    if named is not None:
        if changing is not None:
            return (ask(Reason.CHANGING_TIMES, changing),)
        return (ask(Reason.SEVERAL_TIMES, other),) if other else (fits(Reason.SAYS_SO, named),)
    if other is not None:
        return (may_need_change(Reason.OTHER_TIMES, other),)
    denied = [facts.denied(_SHIFT, value) for value in wanted]
    if all(denied):
        return (may_need_change(Reason.SAYS_NOT, denied[0]),)
    if changing is not None:
        return (may_need_change(Reason.CHANGING_TIMES, changing),)
    times = facts.said(_SHIFT, SignalValue.SET_TIMES)
    return (ask(Reason.SET_TIMES, times) if times else SILENT,)
