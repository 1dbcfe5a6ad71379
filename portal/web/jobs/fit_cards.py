"""A short line on each card of a list: where the person stands, and what fits, does not, or is to be asked."""

from datetime import datetime

from sqlmodel import Session

from portal.domain.region import ResolvedRegion
from portal.matching.model import ASKED_OF_PERSON, CriterionState, Match
from portal.matching.order import order_matches
from portal.web.choices import Choices
from portal.web.jobs.cards import CardFit, JobCard
from portal.web.jobs.fit_basis import has_told, match_jobs
from portal.web.jobs.fit_words import CRITERION_NAMES, WISH_STATES, band_words
from portal.web.knowledge import Knowledge
from portal.web.matching_config import matching_config


def with_fit(
    session: Session,
    known: Knowledge,
    cards: tuple[JobCard, ...],
    *,
    choices: Choices,
    resolved: ResolvedRegion,
    is_ordered: bool,
    now: datetime,
) -> tuple[JobCard, ...]:
    """The same cards, each saying how it fits; `is_ordered` puts those of this page that fit best first.

    Nothing is added where nothing was told, and no card is ever left out.
    """
    if not cards or not (choices.needs or has_told(choices)):
        return cards
    matches = match_jobs(
        session,
        known,
        [card.id for card in cards],
        choices=choices,
        centre=resolved,
        home_state=resolved.home_state,
        now=now,
    )
    told = has_told(choices)
    # A job can be gone between the two questions: it has no match and keeps its card.
    known_cards = [card for card in cards if card.id in matches]
    rest = tuple(card for card in cards if card.id not in matches)
    order = (
        order_matches([matches[card.id] for card in known_cards], matching_config())
        if is_ordered and choices.needs
        else range(len(known_cards))
    )
    return (
        *(
            card.model_copy(update={"fit": _card_fit(matches[card.id], told=told)})
            for card in (known_cards[place] for place in order)
        ),
        *rest,
    )


def _card_fit(match: Match, *, told: bool) -> CardFit:
    by_state: dict[CriterionState, list[str]] = {}
    for each in match.criteria:
        if each.key not in ASKED_OF_PERSON and each.state in WISH_STATES:
            by_state.setdefault(each.state, []).append(str(CRITERION_NAMES[each.key]))
    return CardFit(
        band=match.band.value if told else "",
        band_text=band_words(match.band, is_likely=match.is_likely)[0] if told else "",
        parts=tuple(
            (kind, str(words), ", ".join(by_state[state]))
            for state, (kind, words) in WISH_STATES.items()
            if state in by_state
        ),
    )
