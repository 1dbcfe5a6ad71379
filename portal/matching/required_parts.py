"""The lines of one kind of required part: shared by the four criteria of what a job asks of a person."""

from portal.matching.facts import PartKind, PartVerdict, PostingFacts, RequiredPart
from portal.matching.model import CriterionState, Help, Line, Reason

_REASONS = {
    PartVerdict.MET: (CriterionState.MET, Reason.HAS_IT),
    PartVerdict.MISSING: (CriterionState.MISSING, Reason.LACKS_IT),
    PartVerdict.UNRESOLVED: (CriterionState.UNKNOWN, Reason.UNRESOLVED),
    PartVerdict.TRANSFER_NEEDED: (CriterionState.UNKNOWN, Reason.TRANSFER_NEEDED),
    PartVerdict.NOT_TOLD: (CriterionState.UNKNOWN, Reason.NOT_TOLD),
}
_HELP = {
    PartVerdict.UNRESOLVED: Help.ASK_EMPLOYER,
    PartVerdict.TRANSFER_NEEDED: Help.ASK_BOARD,
    PartVerdict.NOT_TOLD: Help.TELL_US,
}


def lines_of_parts(facts: PostingFacts, kind: PartKind, *, help_missing: Help) -> tuple[Line, ...]:
    """A line for each required part of a kind; one that says so where there is none."""
    required = facts.required
    lines = tuple(_line(part, help_missing=help_missing) for part in required.parts if part.kind is kind)
    if lines:
        return lines
    if required.is_silent:
        return (Line(state=CriterionState.UNKNOWN, reason=Reason.NOTHING_READ, help=Help.ASK_EMPLOYER),)
    if not required.parts:
        return (
            Line(state=CriterionState.NOT_ASKED, reason=Reason.SAYS_NONE, sentence=required.none_sentence),
        )
    return (Line(state=CriterionState.NOT_ASKED, reason=Reason.NONE_FOUND),)


def _line(part: RequiredPart, *, help_missing: Help) -> Line:
    state, reason = _REASONS[part.verdict]
    return Line(
        state=state,
        reason=reason,
        sentence=part.sentence,
        help=help_missing if part.verdict is PartVerdict.MISSING else _HELP.get(part.verdict),
        credential_ids=part.credential_ids,
        unresolved=part.unresolved,
        level=part.level,
        wanted=part.at_least,
    )
