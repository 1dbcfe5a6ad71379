"""What would have to change, in words: each change with what it takes, whom to ask, and jobs now and then."""

from datetime import datetime

from portal.domain.credential import EducationLevel
from portal.domain.model import DataModel
from portal.domain.posting_text import SignalKind, SignalValue
from portal.matching.changes import Change, ChangeKind
from portal.matching.model import CriterionKey
from portal.matching.wishes import Need
from portal.web.formats import cost_text, day, money, number, weeks_range
from portal.web.jobs.fit_words import CRITERION_NAMES
from portal.web.jobs.reading import SIGNAL_NAMES
from portal.web.knowledge import Knowledge
from portal.web.matchdesk.changing import MOST_CREDENTIALS, Changing
from portal.web.matchdesk.client import Client
from portal.web.matchdesk.standings import person_of
from portal.web.translate import gettext, lazy_gettext
from portal.web.words import EDUCATION_NAMES, credential_name, region_label

_K = ChangeKind
_TIMES = {
    Need.SHIFT_DAY: SignalValue.DAY,
    Need.SHIFT_EVENING: SignalValue.EVENING,
    Need.SHIFT_NIGHT: SignalValue.NIGHT,
}
_CRITERIA = {
    Need.STANDING: CriterionKey.STANDING,
    Need.LIFTING: CriterionKey.LIFTING,
    Need.NOISE: CriterionKey.NOISE,
    Need.PACE: CriterionKey.PACE,
    Need.WEEKENDS_OFF: CriterionKey.WEEKENDS,
    Need.TRANSPORT: CriterionKey.TRANSPORT,
    Need.REMOTE: CriterionKey.REMOTE,
    Need.TRAINING: CriterionKey.TRAINING,
}
GROUPS = (
    (
        "work",
        lazy_gettext("A change that the employer makes"),
        lazy_gettext("The need stays. The employer is asked to do the work in another way."),
        (_K.NEED,),
    ),
    (
        "credential",
        lazy_gettext("One credential"),
        lazy_gettext(
            "The shortest first. Look at what each one takes, not only at the count. What is only given for "
            "several others is not here: it takes more than one step."
        ),
        (_K.CREDENTIAL,),
    ),
    (
        "taught",
        lazy_gettext("Schooling and time in the field"),
        lazy_gettext("Each of these by itself."),
        (_K.SCHOOLING, _K.EXPERIENCE),
    ),
    (
        "place",
        lazy_gettext("How far"),
        lazy_gettext("In a straight line. Ask how the person would get there."),
        (_K.MILES,),
    ),
    (
        "terms",
        lazy_gettext("Times, hours and pay"),
        lazy_gettext("What is not known of a job never counts against it."),
        (_K.SHIFT, _K.MORE_HOURS, _K.FEWER_HOURS, _K.LOWER_PAY, _K.HIGHER_PAY),
    ),
)


class ChangeLine(DataModel):
    """One change. `more_*` have their sign; `takes` says time and cost, where it is a credential."""

    what: str
    takes: str
    url: str
    qualifying: str
    more_qualifying: str
    fitting: str
    more_fitting: str


class ChangeGroup(DataModel):
    """Changes of one kind, with what to keep in mind."""

    key: str
    name: str
    note: str
    lines: tuple[ChangeLine, ...]


class ChangePage(DataModel):
    """The page. `groups` is empty where the place has too many jobs."""

    client: Client
    place: str
    day: str
    total: str
    qualifying: str
    fitting: str
    to_ask: str
    is_counted: bool
    groups: tuple[ChangeGroup, ...]
    no_miles: bool
    no_wishes: bool
    most: int = MOST_CREDENTIALS


def build_change_page(known: Knowledge, client: Client, found: Changing, *, now: datetime) -> ChangePage:
    """The page for what was counted."""
    groups = []
    for key, name, note, kinds in GROUPS:
        changes = [each for each in found.changes if each.kind in kinds]
        if kinds == (_K.CREDENTIAL,):
            changes.sort(key=lambda each: _shortest(known, each))
        lines = tuple(_line(known, client, each, now=now) for each in changes)
        if lines:
            groups.append(ChangeGroup(key=key, name=str(name), note=str(note), lines=lines))
    region = client.resolved.region
    return ChangePage(
        client=client,
        place=region_label(client.resolved),
        day=day(now.date()),
        total=number(found.total),
        qualifying=number(found.now.qualifying) if found.now else "",
        fitting=number(found.now.fitting) if found.now else "",
        to_ask=number(found.now.to_ask) if found.now else "",
        is_counted=found.now is not None,
        groups=tuple(groups),
        no_miles=region.radius_miles is None,
        no_wishes=not client.choices.needs,
    )


def _line(known: Knowledge, client: Client, change: Change, *, now: datetime) -> ChangeLine:
    is_credential = change.kind is _K.CREDENTIAL
    return ChangeLine(
        what=_what(known, change),
        takes=_takes(known, client, change.value, now=now) if is_credential else "",
        url=f"/credentials/{change.value}" if is_credential else "",
        qualifying=_now_then(change.now.qualifying, change.then.qualifying),
        more_qualifying=_signed(change.more_qualifying),
        fitting=_now_then(change.now.fitting, change.then.fitting),
        more_fitting=_signed(change.more_fitting),
    )


def _what(known: Knowledge, change: Change) -> str:
    value = change.value
    if change.kind is _K.CREDENTIAL:
        return credential_name(known.graph.get(value))
    if change.kind is _K.SCHOOLING:
        return gettext("Schooling: %(level)s", level=str(EDUCATION_NAMES[EducationLevel(value)]))
    if change.kind is _K.NEED:
        return gettext(
            "If the employer agrees to this: %(need)s", need=str(CRITERION_NAMES[_CRITERIA[Need(value)]])
        )
    if change.kind is _K.SHIFT:
        name = str(SIGNAL_NAMES[SignalKind.SHIFT, _TIMES[Need(value)]])
        return gettext("Also this time of day: %(need)s", need=name)
    figure = int(value)
    texts = {
        _K.EXPERIENCE: gettext("%(months)s months of work in the field", months=number(figure)),
        _K.MILES: gettext("Look within %(miles)s miles", miles=number(figure)),
        _K.MORE_HOURS: gettext("At most %(hours)s hours a week", hours=number(figure)),
        _K.FEWER_HOURS: gettext("At least %(hours)s hours a week", hours=number(figure)),
        _K.LOWER_PAY: gettext("Pay of at least %(pay)s a year", pay=money(figure)),
        _K.HIGHER_PAY: gettext("Pay of at least %(pay)s a year", pay=money(figure)),
    }
    return texts[change.kind]


def _takes(known: Knowledge, client: Client, credential_id: str, *, now: datetime) -> str:
    credential = known.graph.get(credential_id)
    parts = [
        weeks_range(credential.weeks) if credential.weeks else gettext("time not known"),
        cost_text(credential.cost) if credential.cost else gettext("cost not known"),
    ]
    if known.graph.unmet_groups(credential_id, known.graph.standing_of(person_of(client, now))):
        parts.append(gettext("needs something else first"))
    return " · ".join(parts)


def _shortest(known: Knowledge, change: Change) -> tuple[float, float, str]:
    """By weeks, then cost; what is not known comes last."""
    credential = known.graph.get(change.value)
    never = float("inf")
    return (
        credential.weeks.typical if credential.weeks else never,
        credential.cost.typical if credential.cost else never,
        credential.id,
    )


def _now_then(now: int, then: int) -> str:
    return gettext("%(now)s → %(then)s", now=number(now), then=number(then))


def _signed(more: int) -> str:
    if not more:
        return gettext("no change")
    return f"+{number(more)}" if more > 0 else f"−{number(-more)}"
