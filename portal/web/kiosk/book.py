"""What a kiosk shows, written out in one language."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import format_time
from sqlmodel import Session

from portal.domain.credential import CredentialKind
from portal.domain.interest import InterestPicture
from portal.domain.region import ResolvedRegion
from portal.kiosk.bundle import Band, Book, BoothView, Fact, Field, Ladder, Picture, RungView, Work
from portal.kiosk.event import Event, Start
from portal.stacks.kept_reaches import Within
from portal.stacks.plan_model import Step
from portal.store.postings import PostingCard
from portal.web.assets import Assets
from portal.web.formats import day, weeks
from portal.web.jobs.pay import stated_pay
from portal.web.kiosk.facts import Counts, write_facts
from portal.web.kiosk.ways import DIPLOMA, WayUp
from portal.web.kiosk.words import list_words
from portal.web.knowledge import Knowledge
from portal.web.language import language_code
from portal.web.pathways.rungs import Climb, Rung, build_rungs, target_occupations
from portal.web.pathways.totals import say_total
from portal.web.translate import gettext, ngettext
from portal.web.wages import LocalWages, WageLine
from portal.web.words import cluster_name, find_cluster, in_language, region_label
from portal.web.work_names import name_work, occupation_contents

BANDS = (("weeks", 2.0), ("quarter", 13.0), ("year", 52.0), ("two-years", 104.0), ("longer", float("inf")))
"""Longest ladders of each band of time. Units: weeks."""
LEADING_INTERESTS = 1
"""A picture leads to work of which its interest is among the first so many."""


class BookWriter:
    """Writes the book of one event; make one for each language, with that language in force."""

    def __init__(
        self,
        session: Session,
        known: Knowledge,
        *,
        event: Event,
        resolved: ResolvedRegion,
        within: Within,
        ways: Sequence[WayUp],
        cards: Mapping[int, PostingCard],
        counts: Counts,
        pictures: Sequence[InterestPicture],
        assets: Assets,
        now: datetime,
    ) -> None:
        self.known, self.event, self.resolved, self.within = known, event, resolved, within
        self.ways, self.cards, self.counts, self.now = ways, cards, counts, now
        self.pictures, self.assets = pictures, assets
        credentials = {step.credential_id for way in ways for step in way.steps} | {DIPLOMA}
        codes = {way.soc_code for way in ways} | set(target_occupations(known, credentials))
        self.wages = LocalWages(session, known, resolved=resolved, soc_codes=codes)
        self.pay = {way.soc_code: self.wages.line(way.soc_code) for way in ways}

    def write(self) -> Book:
        """The book in the language in force."""
        works = self._works()
        shown = {work.soc_code for work in works}
        return Book(
            language=language_code(),
            words=list_words(),
            title=in_language(self.event.title),
            region=region_label(self.resolved),
            checked=gettext(
                "Jobs checked %(day)s, %(time)s", day=day(self.now), time=format_time(self.now, "short")
            ),
            facts=self._facts(),
            pictures=tuple(self._pictures(works)),
            fields=tuple(self._fields(works)),
            bands=tuple(self._bands(works)),
            works=works,
            ladders=tuple(self._ladder(way) for way in self.ways if way.soc_code in shown),
            booths=tuple(
                BoothView(
                    number=booth.number,
                    employer=booth.employer,
                    note=in_language(booth.note) if booth.note else "",
                    fields=booth.clusters,
                )
                for booth in self.event.booths
            ),
            job_pay={
                str(card.id): pay
                for card in self.cards.values()
                if (pay := stated_pay(card.pay_minimum, card.pay_maximum, card.pay_unit))
                and not card.pay_flag
            },
        )

    def _facts(self) -> tuple[Fact, ...]:
        return write_facts(self.counts, region=region_label(self.resolved), day=day(self.now))

    def _works(self) -> tuple[Work, ...]:
        by_code: dict[str, dict[Start, WayUp]] = {}
        for way in self.ways:
            by_code.setdefault(way.soc_code, {})[way.start] = way
        works = [self._work(code, of_start) for code, of_start in by_code.items()]
        return tuple(sorted(works, key=lambda work: (work.jobs == 0, work.name.casefold())))

    def _work(self, soc_code: str, of_start: Mapping[Start, WayUp]) -> Work:
        any_way = next(iter(of_start.values()))
        content = occupation_contents().get(soc_code)
        named = name_work(soc_code, self.known.occupation_title(soc_code))
        return Work(
            soc_code=soc_code,
            name=named.title,
            lang="en" if named.is_english else language_code(),
            field=any_way.field,
            does=_first_sentence(in_language(content.summary)) if content else "",
            pay=_amount(self.pay[soc_code]),
            pay_note=_pay_note(self.pay[soc_code]),
            jobs=any_way.open_jobs,
            jobs_text=_open_jobs(any_way.open_jobs),
            time={start.value: self._time(way) for start, way in of_start.items()},
        )

    def _time(self, way: WayUp) -> str:
        found, is_least = _weeks_in_all(way.steps)
        if not way.steps or found is None:
            return ""
        text = weeks(found)
        return gettext("at least %(time)s", time=text) if is_least else text

    def _fields(self, works: Sequence[Work]) -> list[Field]:
        slugs = dict.fromkeys(way.field for way in self.ways)
        found = []
        for slug in slugs:
            cluster = find_cluster(slug)
            if cluster is not None:
                codes = tuple(work.soc_code for work in works if work.field == slug)
                found.append(Field(slug=slug, icon=cluster.icon, name=cluster_name(slug), works=codes))
        return found

    def _bands(self, works: Sequence[Work]) -> list[Band]:
        names = {
            "weeks": gettext("2 weeks or less"),
            "quarter": gettext("Up to 3 months"),
            "year": gettext("Up to a year"),
            "two-years": gettext("Up to 2 years"),
            "longer": gettext("More than 2 years"),
        }
        takes: dict[str, float] = {}
        for way in self.ways:
            found, is_least = _weeks_in_all(way.steps)
            if way.start is Start.DIPLOMA and found is not None and not is_least and way.steps:
                takes[way.soc_code] = found
        paid = {
            code: line.annual_median_usd
            for code, line in self.pay.items()
            if line is not None and line.annual_median_usd is not None
        }
        bands, least = [], -1.0
        for key, most in BANDS:
            codes = [
                work.soc_code
                for work in works
                if work.soc_code in takes and least < takes[work.soc_code] <= most and work.soc_code in paid
            ]
            least = most
            codes.sort(key=lambda code: -(paid[code] or 0.0))
            if codes:
                bands.append(Band(key=key, name=names[key], works=tuple(codes)))
        return bands

    def _pictures(self, works: Sequence[Work]) -> list[Picture]:
        contents = occupation_contents()
        found = []
        for picture in self.pictures:
            codes = tuple(
                work.soc_code
                for work in works
                if work.soc_code in contents
                and picture.letter.value in contents[work.soc_code].interests[:LEADING_INTERESTS]
            )
            if codes:
                found.append(
                    Picture(
                        key=picture.id,
                        image=self.assets.url(f"img/interests/{picture.id}.svg"),
                        text=in_language(picture.statement),
                        works=codes,
                    )
                )
        return found

    def _ladder(self, way: WayUp) -> Ladder:
        person = way.choices.person(state=self.resolved.home_state, today=self.now.date())
        climb = Climb(
            known=self.known,
            choices=way.choices,
            person=person,
            mask=self.within.mask,
            wages=self.wages,
            goal_soc=way.soc_code,
            likely=0,
        )
        rungs = build_rungs(climb, way.steps) if way.steps else ()
        return Ladder(
            key=f"{way.soc_code}.{way.start.value}",
            soc_code=way.soc_code,
            start=way.start.value,
            rungs=tuple(
                _rung(rung, step, known=self.known, is_pupil=way.start is Start.SCHOOL)
                for rung, step in zip(rungs, (None, *way.steps), strict=True)
            )
            if rungs
            else (),
            in_all=_in_all(way.steps),
            why_none=""
            if way.steps
            else gettext("You hold what this goal asks for. Look at the jobs that are open to you."),
            held=way.choices.held,
            steps=way.choices.steps,
            next_jobs=self._jobs(way.next_jobs),
            goal_jobs=self._jobs(way.goal_jobs),
        )

    def _jobs(self, ids: Sequence[int]) -> tuple[int, ...]:
        open_ids = [id_ for id_ in ids if id_ in self.cards]
        open_ids.sort(key=lambda id_: self.event.find_booth(self.cards[id_].employer_name) is None)
        return tuple(open_ids[:8])


def _rung(rung: Rung, step: Step | None, *, known: Knowledge, is_pupil: bool) -> RungView:
    is_diploma = step is not None and step.credential_id == DIPLOMA
    is_school = step is not None and known.graph.get(step.credential_id).kind is (
        CredentialKind.SECONDARY_SCHOOL_DIPLOMA
    )
    return RungView(
        place=rung.place,
        name=gettext("In school") if rung.place == "here" and is_pupil else rung.name,
        time=gettext("at your school")
        if is_diploma and not rung.time
        else _estimate(rung.time, rung.is_time_estimate),
        cost="" if is_school and not rung.cost else _estimate(rung.cost, rung.is_cost_estimate),
        saves=rung.saves,
        conditions=tuple(each.text for each in rung.conditions if each.is_open),
        jobs=_new_jobs(rung),
        asks=ngettext("%(num)s more could be: ask", "%(num)s more could be: ask", rung.asks)
        if rung.asks
        else "",
        pay="" if rung.is_wage_as_before else _amount(rung.wage),
        pay_note="" if rung.is_wage_as_before else _pay_note(rung.wage, with_name=True),
    )


def _estimate(text: str, is_estimate: bool) -> str:
    return gettext("%(what)s (estimate)", what=text) if text and is_estimate else text


def _new_jobs(rung: Rung) -> str:
    if not rung.open_jobs:
        return (
            gettext("opens no new job here today")
            if rung.place != "here"
            else gettext("no job is open to you yet")
        )
    if rung.place == "here":
        return ngettext("%(num)s job is open to you now", "%(num)s jobs are open to you now", rung.open_jobs)
    return ngettext("+%(num)s open job", "+%(num)s open jobs", rung.open_jobs)


def _open_jobs(count: int) -> str:
    if not count:
        return gettext("no open job here today")
    return ngettext("%(num)s open job here", "%(num)s open jobs here", count)


def _amount(line: WageLine | None) -> str:
    return line.amount if line is not None else ""


def _pay_note(line: WageLine | None, *, with_name: bool = False) -> str:
    """Never a figure without what, where, when and from whom."""
    if line is None or not line.amount:
        return ""
    named = name_work(line.soc_code, line.occupation).title if with_name else ""
    parts = (gettext("middle pay"), named, line.where, line.when, line.source)
    return ", ".join(part for part in parts if part)


def _weeks_in_all(steps: Sequence[Step]) -> tuple[float | None, bool]:
    """Weeks of all steps but school itself, and whether some are not known."""
    timed = [step.weeks for step in steps if step.credential_id != DIPLOMA]
    known = [each for each in timed if each is not None]
    if not known and timed:
        return None, True
    return sum(known), len(known) < len(timed)


def _in_all(steps: Sequence[Step]) -> str:
    """`4 months and $1,285 in all`; after school where school comes first."""
    if not steps:
        return ""
    found, is_least = _weeks_in_all(steps)
    costs = [step.cost_usd for step in steps if step.credential_id != DIPLOMA]
    return say_total(
        found or 0.0,
        sum(each for each in costs if each is not None),
        weeks_at_least=is_least,
        cost_at_least=None in costs,
        after_school=steps[0].credential_id == DIPLOMA,
    )


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."
