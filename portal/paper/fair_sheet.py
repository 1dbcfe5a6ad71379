"""A sheet for a group that goes to a career fair: whom to see, what they ask, what to ask them. It names no visitor."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import Field

from portal.domain.individual_plan import Named, NeededText, ShortText
from portal.domain.model import DataModel
from portal.paper.sheet import Blank, Entry, Section, Sheet, Words
from portal.paper.wording import Wording

MOST_BOOTHS = 40


class OpeningCredential(Named):
    """A credential that alone opens the job: its name, and in words what it takes (`8 weeks, about $900`)."""

    takes: ShortText = ""


class Booth(DataModel):
    """An employer at the fair, or an open job near it. What is empty is asked at the booth."""

    employer_name: NeededText
    place_at_fair: ShortText = Field(default="", description="number or place of the booth")
    job: Named | None = None
    job_place: ShortText = ""
    pay: ShortText = Field(default="", description="as the job states it; empty: it does not say")
    asks: tuple[ShortText, ...] = Field(default=(), max_length=12)
    opened_by: tuple[OpeningCredential, ...] = Field(default=(), max_length=6)
    is_open_to_all: bool = Field(default=False, description="the job itself says that it asks for nothing")
    questions: tuple[ShortText, ...] = Field(default=(), max_length=6)
    url: str = Field(default="", pattern=r"^(https?://\S+)?$", max_length=400)
    confirmed_on: date | None = None
    source: ShortText = ""


class FairSheet(DataModel):
    """The whole sheet. There is no field for the name of a person: one sheet serves a group."""

    language: Literal["en", "es"]
    event_name: NeededText
    event_on: date | None = None
    event_place: ShortText = ""
    near: ShortText = Field(default="", description="where the jobs are: within 25 miles of 46402")
    made_on: date
    booths: tuple[Booth, ...] = Field(default=(), max_length=MOST_BOOTHS)
    lines_to_write: int = Field(default=2, ge=0, le=8)
    samples_left_out: int = Field(
        default=0, ge=0, description="made-up jobs here that the sheet does not tell"
    )


def fair_sheet(fair: FairSheet, wording: Wording, *, site_name: str, is_large: bool = False) -> Sheet:
    """The sheet of a fair, in the language of `wording`, which must be the fair's."""
    where = [wording.day(fair.event_on) if fair.event_on else "", fair.event_place, fair.near]
    lead = [
        " · ".join(filter(None, where)),
        wording.gettext("Made on %(day)s", day=wording.day(fair.made_on)),
    ]
    return Sheet(
        title=wording.gettext("Career fair: %(name)s", name=fair.event_name),
        language=fair.language,
        lead=tuple(_own(each) for each in lead if each),
        sections=(
            _questions(wording),
            *(
                _booth(place, each, wording, lines=fair.lines_to_write)
                for place, each in enumerate(fair.booths, 1)
            ),
            *_after(wording),
        ),
        footer=wording.gettext(
            "%(site)s · jobs as we knew them on %(day)s", site=site_name, day=wording.day(fair.made_on)
        ),
        page_words=wording.gettext("Page {n} of {all}"),
        is_large=is_large,
    )


def _own(text: str) -> Words:
    return Words(text=text)


def _questions(wording: Wording) -> Section:
    questions = (
        wording.gettext("What does a day at this job look like?"),
        wording.gettext("What must I have on the first day? What can I learn here?"),
        wording.gettext("Do you pay for a course or a test?"),
        wording.gettext("Which days and hours? How do people get here?"),
        wording.gettext("To whom do I write, and by when?"),
    )
    return Section(
        heading=_own(wording.gettext("What you can ask at each booth")),
        entries=tuple(Entry(name=_own(each)) for each in questions),
    )


def _booth(place: int, booth: Booth, wording: Wording, *, lines: int) -> Section:
    entries = [*_job(booth, wording), _asks(booth, wording), *_opened_by(booth, wording)]
    questions = [*booth.questions, *_unknown(booth, wording)]
    if questions:
        entries.append(
            Entry(
                name=_own(wording.gettext("Ask them")),
                lines=tuple(map(_own, questions)),
            )
        )
    heading = f"{place}. {booth.employer_name}"
    if booth.place_at_fair:
        heading += f" — {booth.place_at_fair}"
    blank = Blank(label=_own(wording.gettext("My notes")), lines=lines) if lines else None
    return Section(
        heading=_own(heading),
        entries=tuple(entries),
        blanks=(blank,) if blank else (),
        remarks=tuple(map(_own, _read_in(booth, wording))),
    )


def _job(booth: Booth, wording: Wording) -> Iterator[Entry]:
    if booth.job is None:
        return
    lines = [booth.job_place, booth.pay or wording.gettext("The job does not say what it pays.")]
    yield Entry(
        name=Words(text=booth.job.name, language=booth.job.language),
        lines=tuple(_own(each) for each in lines if each),
    )


def _asks(booth: Booth, wording: Wording) -> Entry:
    if booth.asks:
        lines = booth.asks
    elif booth.is_open_to_all:
        lines = (wording.gettext("It says that it asks for nothing."),)
    else:
        lines = (wording.gettext("We do not know. Ask them."),)
    return Entry(name=_own(wording.gettext("What they ask for")), lines=tuple(map(_own, lines)))


def _opened_by(booth: Booth, wording: Wording) -> Iterator[Entry]:
    for each in booth.opened_by:
        opens = wording.gettext("With this you can apply.")
        yield Entry(
            name=Words(text=each.name, language=each.language),
            lines=tuple(_own(line) for line in (opens, each.takes) if line),
        )


def _unknown(booth: Booth, wording: Wording) -> Iterator[str]:
    if booth.job is None:
        yield wording.gettext("Which jobs do you have now?")
        return
    if not booth.pay:
        yield wording.gettext("What does it pay?")
    if not booth.asks and not booth.is_open_to_all:
        yield wording.gettext("What must I have to apply?")


def _read_in(booth: Booth, wording: Wording) -> Iterator[str]:
    parts = [booth.source]
    if booth.confirmed_on:
        parts.append(wording.gettext("still open on %(day)s", day=wording.day(booth.confirmed_on)))
    parts.append(booth.url)
    if any(parts):
        yield " · ".join(filter(None, parts))


def _after(wording: Wording) -> Iterator[Section]:
    yield Section(
        heading=_own(wording.gettext("After the fair")),
        blanks=(
            Blank(label=_own(wording.gettext("The booth that I liked best, and why")), lines=2),
            Blank(label=_own(wording.gettext("What I do next, and by when")), lines=2),
        ),
    )
