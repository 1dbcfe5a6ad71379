"""Jobs as lists show them."""

from collections.abc import Iterable

from portal.domain.model import DataModel
from portal.search.why import Snippet
from portal.store.postings import PostingCard
from portal.web.choices import Choices
from portal.web.formats import day
from portal.web.jobs.pay import stated_pay, yearly_pay
from portal.web.knowledge import Knowledge
from portal.web.translate import gettext, ngettext
from portal.web.work_names import name_work


class CardFit(DataModel):
    """How a job fits: the band, and (state, its words, what is in it). The band is empty where nothing was told."""

    band: str
    band_text: str
    parts: tuple[tuple[str, str, str], ...]


class JobCard(DataModel):
    """One job in a list."""

    id: int
    url: str
    title: str
    employer: str
    places: str
    pay: str
    per_year: str
    pay_doubt: bool
    posted: str
    closes: str
    occupation: str
    is_sample: bool
    also: str = ""
    """How many other sources have it too."""
    miles: str = ""
    why: tuple[tuple[str, str], ...] = ()
    """Part of the job and the words in it that fit what was typed."""
    snippet: Snippet | None = None
    fit: CardFit | None = None


def build_job_cards(known: Knowledge, cards: Iterable[PostingCard], choices: Choices) -> tuple[JobCard, ...]:
    """Cards in the order given, their links carrying what the person chose."""
    return tuple(_card(known, card, choices) for card in cards)


def _card(known: Knowledge, card: PostingCard, choices: Choices) -> JobCard:
    places = list(dict.fromkeys(card.place_names))
    named = ", ".join(places[:3]) + (
        gettext(" and %(num)s more", num=len(places) - 3) if len(places) > 3 else ""
    )
    if card.is_remote:
        named = f"{gettext('from home')} · {named}" if named else gettext("from home")
    return JobCard(
        id=card.id,
        url=choices.url(f"/jobs/{card.id}"),
        title=card.title,
        employer=card.employer_name,
        places=named,
        pay=stated_pay(card.pay_minimum, card.pay_maximum, card.pay_unit),
        per_year=yearly_pay(
            card.annual_pay_min_usd,
            card.annual_pay_max_usd,
            unit=card.pay_unit,
            hours_per_week=card.hours_per_week,
        ),
        pay_doubt=bool(card.pay_flag),
        posted=day(card.posted_on) if card.posted_on else "",
        closes=day(card.valid_through_on) if card.valid_through_on else "",
        occupation=name_work(card.soc_code, known.occupation_title(card.soc_code)).title
        if card.soc_code
        else "",
        is_sample=card.is_sample,
        also=ngettext("also at %(num)s other source", "also at %(num)s other sources", card.other_sources)
        if card.other_sources
        else "",
    )
