"""Work near a person that fits their interests, each with its reason and the next steps of the chain."""

from datetime import datetime

from flask import current_app
from sqlmodel import Session

from portal.domain.credential import EducationLevel
from portal.domain.interest import InterestProfile
from portal.domain.interest_fit import FitLevel, InterestFit, OccupationInterests, rank
from portal.domain.model import DataModel
from portal.domain.outlook import TypicalEntry
from portal.domain.region import Goal, GoalKind, ResolvedRegion
from portal.store.interests import list_occupation_interests
from portal.store.outlook import list_typical_entries
from portal.web.choices import Choices
from portal.web.formats import either, joined
from portal.web.interests.letters import SHORT
from portal.web.jobs.filters import JobFilters
from portal.web.knowledge import Knowledge
from portal.web.translate import gettext
from portal.web.wages import LocalWages, WageLine
from portal.web.words import EDUCATION_NAMES
from portal.web.work_names import name_work

MOST_SOONER, MOST_LATER = 9, 6
FEWEST_SOONER = 6
"""Where less work than this fits below a bachelor's degree, the nearest is shown too, said to be so."""
_DEGREE = EducationLevel.BACHELOR.rank


class FittingWork(DataModel):
    """One occupation that fits: why, how people usually start, pay and open jobs here, and where to go on."""

    soc_code: str
    title: str
    is_english: bool
    is_close: bool
    why: str
    but: str
    entry: str
    wage: WageLine | None
    open_jobs: int
    work_url: str
    ladder_url: str
    jobs_url: str


class FittingWorks(DataModel):
    """Work that people usually start without a bachelor's degree, and work that takes one or more."""

    sooner: tuple[FittingWork, ...] = ()
    later: tuple[FittingWork, ...] = ()
    near: tuple[FittingWork, ...] = ()
    """The nearest work below a bachelor's degree, where little of it fits; it does not fit well."""
    more: int = 0
    """How much more work fits than is shown."""


def find_fitting_work(
    session: Session,
    known: Knowledge,
    profile: InterestProfile,
    *,
    resolved: ResolvedRegion,
    choices: Choices,
    now: datetime,
    is_all: bool = False,
) -> FittingWorks:
    """Work that fits and that some credential of the catalog leads to here.

    In order: close fits before others, work with open jobs here before work without, then the likest first.
    """
    reached = _reached(known, resolved)
    ranked = [fit for fit in rank(profile, _interests(session, known)) if fit.soc_code in reached]
    fits = [fit for fit in ranked if fit.level is not FitLevel.NEAR]
    near = [fit for fit in ranked if fit.level is FitLevel.NEAR and fit.shared]
    codes = [fit.soc_code for fit in (*fits, *near)]
    entries = list_typical_entries(session, codes)
    jobs = known.index.count_by_occupation(codes, known.within(resolved, today=now.date()).mask)
    fits.sort(key=lambda fit: (fit.level is not FitLevel.CLOSE, not jobs[fit.soc_code]))
    sooner = [fit for fit in fits if not _takes_degree(entries.get(fit.soc_code))]
    later = [fit for fit in fits if _takes_degree(entries.get(fit.soc_code))]
    near = [fit for fit in near if not _takes_degree(entries.get(fit.soc_code))]
    near = near[: max(FEWEST_SOONER - len(sooner), 0)]
    if not is_all:
        sooner, later = sooner[:MOST_SOONER], later[:MOST_LATER]
    shown = [*sooner, *later, *near]
    wages = LocalWages(session, known, resolved=resolved, soc_codes=[fit.soc_code for fit in shown])

    def work(fit: InterestFit) -> FittingWork:
        return _work(
            known,
            fit,
            entry=entries.get(fit.soc_code),
            wage=wages.line(fit.soc_code),
            open_jobs=jobs[fit.soc_code],
            choices=choices.with_(region=resolved.region),
        )

    return FittingWorks(
        sooner=tuple(map(work, sooner)),
        later=tuple(map(work, later)),
        near=tuple(map(work, near)),
        more=len(fits) - len(sooner) - len(later),
    )


def _work(
    known: Knowledge,
    fit: InterestFit,
    *,
    entry: TypicalEntry | None,
    wage: WageLine | None,
    open_jobs: int,
    choices: Choices,
) -> FittingWork:
    named = name_work(fit.soc_code, known.occupation_title(fit.soc_code))
    to = choices.with_(goal=Goal(kind=GoalKind.OCCUPATION, value=fit.soc_code))
    place = Choices(region=choices.region)
    return FittingWork(
        soc_code=fit.soc_code,
        title=named.title,
        is_english=named.is_english,
        is_close=fit.level is FitLevel.CLOSE,
        why=_why(fit),
        but=_but(fit),
        entry=_entry_text(entry),
        wage=wage,
        open_jobs=open_jobs,
        work_url=place.url(f"/occupations/{fit.soc_code}"),
        ladder_url=to.url(),
        jobs_url=JobFilters(soc=fit.soc_code, choices=choices.with_(goal=None)).url(),
    )


def _why(fit: InterestFit) -> str:
    things = joined([str(SHORT[letter]) for letter in fit.shared])
    if not things:
        return gettext("It has little of what you like little.")
    return gettext("It has what you like: %(things)s.", things=things)


def _but(fit: InterestFit) -> str:
    if not fit.missing:
        return ""
    things = either([str(SHORT[letter]) for letter in fit.missing])
    return gettext("It has less of this, which you like too: %(things)s.", things=things)


def _entry_text(entry: TypicalEntry | None) -> str:
    if entry is None:
        return gettext("We don't know yet how people usually start.")
    if entry.education.rank == 0:
        return gettext("Most people start without a diploma.")
    return gettext("Most people start with: %(schooling)s.", schooling=EDUCATION_NAMES[entry.education])


def _takes_degree(entry: TypicalEntry | None) -> bool:
    return entry is not None and entry.education.rank >= _DEGREE


def _reached(known: Knowledge, resolved: ResolvedRegion) -> frozenset[str]:
    """Occupations to which a credential leads that can be earned and counts here: none of them is a dead end."""
    return frozenset(
        code
        for one in known.catalog.credentials
        if one.id in known.graph.earnable and resolved.has(one)
        for code in one.soc_codes
    )


def _interests(session: Session, known: Knowledge) -> tuple[OccupationInterests, ...]:
    """O*NET's ratings, read once for each version of the data."""
    kept: dict[str, tuple[tuple[str, ...], tuple[OccupationInterests, ...]]]
    kept = current_app.extensions.setdefault("occupation_interests", {})
    found = kept.get("all")
    if found is None or found[0] != known.moment.loads:
        found = kept["all"] = (known.moment.loads, list_occupation_interests(session))
    return found[1]
