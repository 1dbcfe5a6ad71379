"""How the lines of what a person asks of a job are made: met, may need a change, ask, or not chosen."""

from portal.domain.posting_text import Signal
from portal.matching.model import CriterionState, Help, Line, Reason

NOT_CHOSEN = Line(state=CriterionState.NOT_ASKED, reason=Reason.NOT_CHOSEN)
SILENT = Line(state=CriterionState.UNKNOWN, reason=Reason.SILENT, help=Help.ASK_EMPLOYER)


def fits(reason: Reason, signal: Signal | None = None) -> Line:
    """It likely fits; with the sentence that says so."""
    return Line(state=CriterionState.MET, reason=reason, sentence=_sentence(signal))


def may_need_change(reason: Reason, signal: Signal | None = None) -> Line:
    """It does not fit as it is; one may ask for a change."""
    return Line(
        state=CriterionState.MISSING, reason=reason, sentence=_sentence(signal), help=Help.ASK_FOR_CHANGE
    )


def ask(reason: Reason, signal: Signal | None = None) -> Line:
    """It is not known: the employer is to be asked."""
    return Line(
        state=CriterionState.UNKNOWN, reason=reason, sentence=_sentence(signal), help=Help.ASK_EMPLOYER
    )


def _sentence(signal: Signal | None) -> str:
    return signal.sentence if signal else ""
