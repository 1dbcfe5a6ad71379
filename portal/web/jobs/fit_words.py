"""The words of matching: a name for each criterion, a sentence for each reason, and what would help."""

from portal.matching.model import (
    ASKED_OF_PERSON,
    Band,
    Criterion,
    CriterionKey,
    CriterionState,
    Help,
    Line,
    Reason,
)
from portal.stacks.assess import Verdict
from portal.web.formats import money, money_range
from portal.web.jobs.asks import VERDICTS as ASK_WORDS
from portal.web.translate import gettext, lazy_gettext

_K, _R, _S = CriterionKey, Reason, CriterionState
CRITERION_NAMES = {
    _K.CREDENTIALS: lazy_gettext("Licenses and certificates"),
    _K.EDUCATION: lazy_gettext("Schooling"),
    _K.EXPERIENCE: lazy_gettext("Time in the field"),
    _K.AGE: lazy_gettext("Age"),
    _K.SKILLS: lazy_gettext("Skills"),
    _K.PAY: lazy_gettext("Pay"),
    _K.DISTANCE: lazy_gettext("How far"),
    _K.SHIFT: lazy_gettext("Time of day"),
    _K.WEEKENDS: lazy_gettext("Weekends off"),
    _K.HOURS: lazy_gettext("Hours a week"),
    _K.REMOTE: lazy_gettext("Work from home"),
    _K.TRANSPORT: lazy_gettext("No car needed"),
    _K.TRAINING: lazy_gettext("They train you"),
    _K.STANDING: lazy_gettext("Not much standing"),
    _K.LIFTING: lazy_gettext("No heavy lifting"),
    _K.NOISE: lazy_gettext("Not loud"),
    _K.PACE: lazy_gettext("Not rushed"),
}
BAND_NAMES = {
    Band.QUALIFIES: lazy_gettext("You qualify"),
    Band.ONE_STEP: lazy_gettext("One step away"),
    Band.ASK: lazy_gettext("Ask first"),
    Band.NOT_YET: lazy_gettext("Not yet"),
}
LIKELY_NAME = lazy_gettext("Likely: ask")
BAND_REASONS = {
    Band.QUALIFIES: lazy_gettext("You have everything that this job says it must have."),
    Band.ONE_STEP: lazy_gettext("One thing would be enough for all that this job says it must have."),
    Band.ASK: lazy_gettext("We know of nothing that you lack, but we do not know all. Ask the employer."),
    Band.NOT_YET: lazy_gettext("You do not have all that this job says it must have."),
}
LIKELY_REASON = lazy_gettext(
    "The job does not say what you must have. You have what most people need to start in this work."
)
WISH_STATES = {
    _S.MET: ("met", lazy_gettext("Likely fine")),
    _S.MISSING: ("missing", lazy_gettext("May need a change")),
    _S.UNKNOWN: ("ask", lazy_gettext("Ask")),
}
_FIGURE_STATES = {**WISH_STATES, _S.MISSING: ("missing", lazy_gettext("Does not fit"))}
_ASKED = {
    _R.HAS_IT: ASK_WORDS[Verdict.MET],
    _R.LACKS_IT: ASK_WORDS[Verdict.MISSING],
    _R.UNRESOLVED: ASK_WORDS[Verdict.UNRESOLVED],
    _R.TRANSFER_NEEDED: ASK_WORDS[Verdict.TRANSFER_NEEDED],
    _R.NOT_TOLD: ASK_WORDS[Verdict.NOT_TOLD],
    _R.NOTHING_READ: ("ask", lazy_gettext("Ask")),
}
_SAID = {
    (_K.WEEKENDS, _R.SAYS_SO): lazy_gettext("The job has work on weekends."),
    (_K.WEEKENDS, _R.SAYS_NOT): lazy_gettext("The job has no work on weekends."),
    (_K.REMOTE, _R.SAYS_SO): lazy_gettext("The job can be done from home."),
    (_K.REMOTE, _R.SAYS_NOT): lazy_gettext("The job cannot be done from home."),
    (_K.TRANSPORT, _R.SAYS_SO): lazy_gettext("There is a way to get there without a car."),
    (_K.TRANSPORT, _R.SAYS_NOT): lazy_gettext("You need your own way to get there."),
    (_K.TRAINING, _R.SAYS_SO): lazy_gettext("They train you."),
    (_K.TRAINING, _R.SAYS_NOT): lazy_gettext("They do not train you."),
    (_K.SHIFT, _R.SAYS_SO): lazy_gettext("The job names a time of day that you chose."),
    (_K.SHIFT, _R.SAYS_NOT): lazy_gettext("The job rules out the time of day that you chose."),
    (_K.STANDING, _R.SAYS_SO): lazy_gettext("You stand or walk in this job."),
    (_K.STANDING, _R.SAYS_NOT): lazy_gettext("The job says that you do not have to stand."),
    (_K.LIFTING, _R.SAYS_SO): lazy_gettext("You lift things in this job. It does not say how heavy."),
    (_K.LIFTING, _R.SAYS_NOT): lazy_gettext("The job sets a limit on what you lift."),
}
_SENTENCES = {
    _R.NOTHING_READ: lazy_gettext("We found nothing about this in the job's text."),
    _R.SILENT: lazy_gettext("The job does not say."),
    _R.SAYS_BOTH: lazy_gettext("The job's text can be read both ways."),
    _R.FROM_HOME: lazy_gettext("The work is done from home."),
    _R.SOME_DAYS_HOME: lazy_gettext("Some days are from home. Ask how many."),
    _R.SEATED: lazy_gettext("You sit in this job. It says nothing of standing."),
    _R.DEMANDING: lazy_gettext("The job says that the work is hard on the body."),
    _R.OTHER_TIMES: lazy_gettext("The job names a time of day that you did not choose."),
    _R.SEVERAL_TIMES: lazy_gettext("The job names more than one time of day. Ask which one it would be."),
    _R.CHANGING_TIMES: lazy_gettext("The times change."),
    _R.SET_TIMES: lazy_gettext("The job gives the times. See if they fit you."),
    _R.FULL_TIME: lazy_gettext("The job is full time. That is most often 35 hours or more."),
    _R.PART_TIME: lazy_gettext("The job is part time. It does not say how many hours."),
    _R.PAY_DOUBTED: lazy_gettext("The pay that the job states may be wrong."),
    _R.PLACE_UNKNOWN: lazy_gettext("We do not know the place well enough to measure."),
}
HELP_TEXTS = {
    Help.TELL_US: lazy_gettext("Tell us, and we can say more."),
    Help.ASK_EMPLOYER: lazy_gettext("Ask the employer."),
    Help.ASK_BOARD: lazy_gettext("Ask the state's license board if yours counts here."),
    Help.GET_MORE_WORK: lazy_gettext("More time in the field. Ask if a class or unpaid work counts too."),
    Help.WAIT: lazy_gettext("You can do this job when you are old enough."),
    Help.ASK_FOR_CHANGE: lazy_gettext("Ask the employer if it can be done in a way that works for you."),
}

HELP_COUNTS = {
    Help.EARN_ONE: lazy_gettext("To earn"),
    Help.GET_MORE_WORK: lazy_gettext("To get more time in the field"),
    Help.WAIT: lazy_gettext("To be older"),
    Help.TELL_US: lazy_gettext("To tell us"),
    Help.ASK_EMPLOYER: lazy_gettext("To ask the employer"),
    Help.ASK_BOARD: lazy_gettext("To ask the license board"),
}
"""What would help, over the number of things that it would help with."""


def state_words(criterion: Criterion, line: Line) -> tuple[str, str]:
    """How a line's state is drawn, and its words."""
    if criterion.key in ASKED_OF_PERSON:
        kind, words = _ASKED[line.reason]
    else:
        table = _FIGURE_STATES if criterion.key in (_K.PAY, _K.DISTANCE) else WISH_STATES
        kind, words = table[line.state]
    return kind, str(words)


def band_words(band: Band, *, is_likely: bool) -> tuple[str, str]:
    """The band's name and its reason."""
    if band is Band.ASK and is_likely:
        return str(LIKELY_NAME), str(LIKELY_REASON)
    return str(BAND_NAMES[band]), str(BAND_REASONS[band])


def wish_sentence(key: CriterionKey, line: Line) -> str:
    """Why a line of what was wished for has its state."""
    if (key, line.reason) in _SAID:
        return str(_SAID[(key, line.reason)])
    if line.reason in _SENTENCES:
        return str(_SENTENCES[line.reason])
    return _with_figures(line)


def _with_figures(line: Line) -> str:
    reason, wanted = line.reason, line.wanted or 0
    if reason in (_R.PAY_REACHES, _R.PAY_BELOW, _R.PAY_ACROSS):
        return gettext(
            "It pays %(pay)s a year. You chose at least %(least)s.",
            pay=_pay(line),
            least=money(wanted),
        )
    if reason in (_R.NEAR, _R.FAR):
        return gettext(
            "It is about %(miles)s miles away, in a straight line. You look within %(most)s miles.",
            miles=round(line.high or 0),
            most=f"{wanted:g}",
        )
    if reason in (_R.HOURS_WITHIN, _R.HOURS_ABOVE, _R.HOURS_BELOW, _R.HOURS_ACROSS):
        return _hours(line)
    if reason in (_R.LIFT_LIGHT, _R.LIFT_HEAVY):
        return gettext(
            "You lift up to %(pounds)s pounds. We call more than %(limit)s pounds heavy.",
            pounds=f"{line.high or 0:g}",
            limit=f"{wanted:g}",
        )
    if line.element is not None:
        texts = {
            _R.ELEMENT_HIGH: gettext("There is much of this in most jobs of this kind."),
            _R.ELEMENT_LOW: gettext("There is little of this in most jobs of this kind."),
            _R.ELEMENT_BETWEEN: gettext("There is some of this in most jobs of this kind."),
        }
        return texts[reason]
    return ""


def _hours(line: Line) -> str:
    low, high = f"{line.low or 0:g}", f"{line.high or 0:g}"
    hours = low if low == high else f"{low}–{high}"
    most, least = f"{line.wanted or 0:g}", f"{line.wanted_low or 0:g}"
    if line.wanted_low is None:
        return gettext("It is %(hours)s hours a week. You chose at most %(most)s.", hours=hours, most=most)
    if line.wanted is None:
        return gettext(
            "It is %(hours)s hours a week. You chose at least %(least)s.", hours=hours, least=least
        )
    return gettext(
        "It is %(hours)s hours a week. You chose %(least)s to %(most)s.", hours=hours, least=least, most=most
    )


def _pay(line: Line) -> str:
    span = money_range(line.low, line.high)
    if line.low is None:
        return gettext("up to %(pay)s", pay=span)
    return gettext("from %(pay)s", pay=span) if line.high is None else span
