"""A career-fair sheet for a group: the booths of an event, or open jobs of chosen fields near a place."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt
from pydantic import Field
from sqlmodel import Session, col, func, select

from portal.domain.credential import Credential
from portal.domain.individual_plan import Named
from portal.domain.job_posting import RequirementKind, Requirements, RequirementsState
from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.domain.region import ResolvedRegion
from portal.kiosk.event import Booth as EventBooth
from portal.kiosk.event import Event
from portal.paper.fair_sheet import MOST_BOOTHS, Booth, FairSheet, OpeningCredential
from portal.store.postings import PostingCard, list_posting_cards
from portal.store.runs import last_run_that_named
from portal.store.tables import JobPostingRow
from portal.web.formats import cost_text, weeks_range
from portal.web.gate.access import site_settings
from portal.web.individual_plan_paper import document_language
from portal.web.jobs.asks import build_asks
from portal.web.jobs.pay import stated_pay
from portal.web.knowledge import Knowledge
from portal.web.sources import read_sources
from portal.web.translate import gettext
from portal.web.words import credential_name, in_language, region_label

MOST_JOBS = 20
LOOKED_AT = 200
MOST_ASKS = 8


class FairChoices(DataModel):
    """What was chosen for the sheet. Without an event the jobs are those of the fields near the place."""

    event: str = ""
    clusters: tuple[str, ...] = ()
    language: str = "en"
    is_large: bool = False
    title: str = ""
    lines: int = Field(default=2, ge=0, le=8)


def build_fair_sheet(
    session: Session,
    known: Knowledge,
    choices: FairChoices,
    *,
    event: Event | None,
    resolved: ResolvedRegion,
    now: datetime,
    site_url: str,
) -> FairSheet:
    """The sheet, in its own language. `site_url` is the site's own address without a slash at its end."""
    with document_language(choices.language):
        maker = _Maker(session, known, resolved=resolved, now=now, site_url=site_url)
        booths = maker.of_event(event, choices.clusters) if event else maker.of_place(choices.clusters)
        return FairSheet(
            language="es" if choices.language == "es" else "en",
            event_name=choices.title or (in_language(event.title) if event else gettext("Jobs near us")),
            event_on=event.starts_on if event else None,
            event_place=event.place if event else "",
            near=region_label(resolved),
            made_on=now.date(),
            booths=booths,
            lines_to_write=choices.lines,
            samples_left_out=0 if event else maker.count_samples(choices.clusters),
        )


class _Maker:
    def __init__(
        self, session: Session, known: Knowledge, *, resolved: ResolvedRegion, now: datetime, site_url: str
    ) -> None:
        self.session, self.known, self.now, self.site_url = session, known, now, site_url
        self.sources = read_sources(site_settings())
        self.mask = known.within(resolved, today=now.date()).mask

    def of_event(self, event: Event, clusters: Sequence[str]) -> tuple[Booth, ...]:
        """Each booth of the event, of the chosen fields where some are chosen, with a job of its employer."""
        chosen = [
            booth
            for booth in event.booths
            if not clusters or not booth.clusters or set(booth.clusters) & set(clusters)
        ]
        return tuple(self._event_booth(booth, event) for booth in chosen[:MOST_BOOTHS])

    def of_place(self, clusters: Sequence[str]) -> tuple[Booth, ...]:
        """One job of each employer, the newest first; made-up ones are left out."""
        columns = self.known.index.columns
        ids = columns.posting_ids[self._of_fields(clusters) & ~self.known.is_sample].tolist()
        newest = sorted(ids, reverse=True)[:LOOKED_AT]
        booths: dict[str, Booth] = {}
        for card in list_posting_cards(self.session, newest, now=self.now):
            key = " ".join(card.employer_name.casefold().split())
            if key and key not in booths:
                booths[key] = self._booth(card, employer=card.employer_name)
            if len(booths) == MOST_JOBS:
                break
        return tuple(booths.values())

    def count_samples(self, clusters: Sequence[str]) -> int:
        """How many made-up jobs of the fields are here and stand on no sheet of a place."""
        return int(np.count_nonzero(self._of_fields(clusters) & self.known.is_sample))

    def _of_fields(self, clusters: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Open jobs here of the chosen fields; all, also of no known work, where none is chosen."""
        if not clusters:
            return self.mask
        codes = {
            code
            for each in self.known.catalog.credentials
            if set(each.clusters) & set(clusters)
            for code in each.soc_codes
        }
        columns = self.known.index.columns
        rows = [at for at, code in enumerate(columns.soc_codes) if code in codes]
        return self.mask & np.isin(columns.soc_rows, rows)

    def _event_booth(self, booth: EventBooth, event: Event) -> Booth:
        names = {" ".join(name.casefold().split()) for name in (booth.employer, *booth.names)}
        found = self.session.exec(
            select(JobPostingRow.id)
            .where(func.lower(JobPostingRow.employer_name).in_(names))
            .order_by(col(JobPostingRow.id).desc())
            .limit(LOOKED_AT)
        ).all()
        ids = [id_ for id_ in found if id_ is not None]
        columns = self.known.index.columns
        here = set(columns.posting_ids[self.mask & np.isin(columns.posting_ids, ids)].tolist())
        cards = list_posting_cards(self.session, [id_ for id_ in ids if id_ in here], now=self.now)
        fitting = [card for card in cards if not card.is_sample or event.is_sample]
        note = (in_language(booth.note),) if booth.note else ()
        place = gettext("booth %(number)s", number=booth.number)
        if not fitting:
            return Booth(employer_name=booth.employer, place_at_fair=place, questions=note)
        made = self._booth(fitting[0], employer=booth.employer)
        return made.model_copy(update={"place_at_fair": place, "questions": note})

    def _booth(self, card: PostingCard, *, employer: str) -> Booth:
        row = self.session.get(JobPostingRow, card.id)
        assert row is not None
        requirements = Requirements.model_validate(row.requirements)
        asks = build_asks(self.known, requirements, Person(), states=frozenset())
        run = last_run_that_named(self.session, row.source_key, row.source_ref)
        read = self.sources.get(row.source_key)
        title = read.title if read else row.source_key
        return Booth(
            employer_name=employer[:400],
            job=Named(name=card.title[:400], language="en"),
            job_place=", ".join(dict.fromkeys(card.place_names[:2]))[:400],
            pay=stated_pay(card.pay_minimum, card.pay_maximum, card.pay_unit),
            asks=tuple(line.text[:400] for line in asks.required[:MOST_ASKS]),
            opened_by=self._opened_by(requirements),
            is_open_to_all=requirements.state is RequirementsState.STATES_NONE,
            url=f"{self.site_url}/jobs/{card.id}"[:400],
            confirmed_on=run.as_of.date() if run else None,
            source=gettext("made-up sample") if card.is_sample else title[:400],
        )

    def _opened_by(self, requirements: Requirements) -> tuple[OpeningCredential, ...]:
        """Credentials each of which alone is what the job asks for: only where it asks for one thing."""
        needed = [group for group in requirements.groups if group.kind is RequirementKind.REQUIRED]
        others = [each for each in requirements.conditions if each.kind is RequirementKind.REQUIRED]
        if len(needed) != 1 or others:
            return ()
        found = [self.known.graph.credentials.get(id_) for id_ in needed[0].any_of[:3]]
        return tuple(
            OpeningCredential(name=credential_name(each), takes=_takes(each)) for each in found if each
        )


def _takes(credential: Credential) -> str:
    parts = [weeks_range(credential.weeks)] if credential.weeks else []
    parts += [cost_text(credential.cost)] if credential.cost else []
    return ", ".join(parts)
