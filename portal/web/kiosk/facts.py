"""The figures of the first screen: counted in the region on the day of the bundle, each with its terms and sources."""

from collections.abc import Sequence

import numpy as np
from sqlmodel import Session, col, select

from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.domain.region import ResolvedRegion
from portal.kiosk.bundle import Fact
from portal.settings import Settings
from portal.stacks.kept_reaches import Within
from portal.store.tables import JobPostingRow
from portal.web.formats import number
from portal.web.kiosk.ways import DIPLOMA
from portal.web.knowledge import Knowledge
from portal.web.sources import read_sources
from portal.web.translate import gettext, ngettext

SHORT_WEEKS = 2.0
ASK_AT_ONCE = 900
MOST_SOURCES = 2


class Counts(DataModel):
    """Open postings of the region. `sources` are their titles, `more_sources` how many are not among them."""

    total: int
    no_credential: int
    short_credential: int
    sources: tuple[str, ...]
    more_sources: int
    is_sample: bool


def count_region(
    session: Session, known: Knowledge, *, settings: Settings, resolved: ResolvedRegion, within: Within
) -> Counts:
    """Count for somebody with a high school diploma and nothing else, who told nothing more.

    `short_credential` are postings that one credential of two weeks or less opens by itself.
    """
    held = (DIPLOMA,) if DIPLOMA in known.graph.credentials else ()
    person = Person(held=held, state=resolved.home_state)
    opened: set[int] = set()
    answer = known.index.answer(person, within.reach)
    for id_ in answer.gains:
        credential = known.graph.get(id_)
        if (
            credential.weeks is not None
            and credential.weeks.typical <= SHORT_WEEKS
            and resolved.has(credential)
        ):
            opened.update(known.index.opened_by(person, id_, within.mask))
    ids = known.index.columns.posting_ids[within.mask].tolist()
    titles = _source_titles(session, settings, ids=ids)
    return Counts(
        total=answer.total,
        no_credential=answer.qualifies,
        short_credential=len(opened),
        sources=titles[:MOST_SOURCES],
        more_sources=max(0, len(titles) - MOST_SOURCES),
        is_sample=bool(np.any(known.is_sample & within.mask)),
    )


def write_facts(counts: Counts, *, region: str, day: str) -> tuple[Fact, ...]:
    """The figures in words; a figure of nothing is left out."""
    sources = ", ".join(counts.sources)
    if counts.more_sources:
        sources = gettext("%(names)s and %(num)s more", names=sources, num=counts.more_sources)
    note = gettext("%(region)s. Checked %(day)s. From: %(sources)s.", region=region, day=day, sources=sources)
    with_diploma = gettext("For someone with a high school diploma. %(note)s", note=note)
    found = (
        (
            counts.short_credential,
            ngettext(
                "open job starts with a credential of 2 weeks or less",
                "open jobs start with a credential of 2 weeks or less",
                counts.short_credential,
            ),
            with_diploma,
        ),
        (
            counts.no_credential,
            ngettext(
                "open job asks for no more than high school",
                "open jobs ask for no more than high school",
                counts.no_credential,
            ),
            with_diploma,
        ),
        (counts.total, ngettext("job is open near here", "jobs are open near here", counts.total), note),
    )
    return tuple(Fact(figure=number(count), text=text, note=said) for count, text, said in found if count > 0)


def _source_titles(session: Session, settings: Settings, *, ids: Sequence[int]) -> tuple[str, ...]:
    """Titles of the sources of postings, the one with most first."""
    count_of: dict[str, int] = {}
    for at in range(0, len(ids), ASK_AT_ONCE):
        some = ids[at : at + ASK_AT_ONCE]
        for key in session.exec(select(JobPostingRow.source_key).where(col(JobPostingRow.id).in_(some))):
            count_of[key] = count_of.get(key, 0) + 1
    sources = read_sources(settings)
    ordered = sorted(count_of, key=lambda key: (-count_of[key], key))
    return tuple(sources[key].title if key in sources else key for key in ordered)
