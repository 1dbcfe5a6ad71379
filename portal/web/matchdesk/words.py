"""The words of the match desk. Bands are told of the person; the lines below speak to them, to be read together."""

from portal.domain.desk_profile import AgeAnswer
from portal.domain.shortlist import DeclineKind, ShortlistStatus
from portal.matching.model import Help
from portal.stacks.bands import DeskBand
from portal.web.translate import lazy_gettext

_B, _S, _D = DeskBand, ShortlistStatus, DeclineKind
BAND_NAMES = {
    _B.QUALIFIES: lazy_gettext("Qualifies"),
    _B.ONE_STEP: lazy_gettext("One step away"),
    _B.LIKELY: lazy_gettext("Likely: ask"),
    _B.ASK: lazy_gettext("Ask first"),
    _B.NOT_YET: lazy_gettext("Not yet"),
}
BAND_REASONS = {
    _B.QUALIFIES: lazy_gettext("Everything that the job says it must have is there."),
    _B.ONE_STEP: lazy_gettext("One credential alone would settle all that the job says it must have."),
    _B.LIKELY: lazy_gettext(
        "The job does not say what it must have. What most people need to start in this work is there."
    ),
    _B.ASK: lazy_gettext("Nothing is known to be missing, but not all is known."),
    _B.NOT_YET: lazy_gettext("Something that the job says it must have is missing."),
}
BAND_STATES = {_B.QUALIFIES: "met", _B.NOT_YET: "missing"}
"""How a band's badge is drawn; all others as *ask*."""
STATUS_NAMES = {
    _S.SUGGESTED: lazy_gettext("Suggested"),
    _S.DISCUSSED: lazy_gettext("Talked about"),
    _S.APPLIED: lazy_gettext("Applied"),
    _S.INTERVIEW: lazy_gettext("Interview"),
    _S.PLACED: lazy_gettext("Placed"),
    _S.DECLINED: lazy_gettext("Let go"),
}
DECLINE_NAMES = {
    _D.NOT_WANTED: lazy_gettext("The person does not want it"),
    _D.TOO_FAR: lazy_gettext("Too far, or no way to get there"),
    _D.PAY: lazy_gettext("The pay"),
    _D.HOURS: lazy_gettext("The hours or the time of day"),
    _D.WORK_ITSELF: lazy_gettext("The work does not fit what the person needs"),
    _D.EMPLOYER_NO: lazy_gettext("The employer said no"),
    _D.NO_ANSWER: lazy_gettext("The employer did not answer"),
    _D.CLOSED: lazy_gettext("The job closed"),
    _D.OTHER_JOB: lazy_gettext("The person took another job"),
    _D.MISTAKE: lazy_gettext("It was put here by mistake"),
    _D.OTHER: lazy_gettext("Another reason"),
}
AGE_NAMES = {
    AgeAnswer.FROM_14: lazy_gettext("14 or 15"),
    AgeAnswer.FROM_16: lazy_gettext("16 or 17"),
    AgeAnswer.FROM_18: lazy_gettext("18 to 20"),
    AgeAnswer.FROM_21: lazy_gettext("21 or older"),
}
WHO = {
    Help.ASK_EMPLOYER: lazy_gettext("Ask the employer"),
    Help.ASK_FOR_CHANGE: lazy_gettext("Ask the employer for a change"),
    Help.ASK_BOARD: lazy_gettext("Ask the license board"),
    Help.EARN_ONE: lazy_gettext("Ask a school or training provider"),
    Help.TELL_US: lazy_gettext("Ask the person"),
    Help.GET_MORE_WORK: lazy_gettext("Ask the employer if other work counts"),
    Help.SHOW_SKILL: lazy_gettext("Ask the person if they can do it"),
    Help.WAIT: lazy_gettext("Wait until the person is old enough"),
}
"""Whom to ask about what is open, in the order in which it is told."""
