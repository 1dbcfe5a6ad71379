"""Why a job is in the list: which of its parts has what was typed, with the sentence where only its text has it."""

from portal.search.embedded_query import stem
from portal.search.why import Snippet, explain, snippet
from portal.web.jobs.cards import JobCard
from portal.web.jobs.finding import FoundJobs
from portal.web.translate import gettext


def with_reasons(cards: tuple[JobCard, ...], found: FoundJobs) -> tuple[JobCard, ...]:
    """The same cards, each saying why it is there and how far away, where something was typed or measured."""
    return tuple(card.model_copy(update=_reasons(card, found)) for card in cards)


def _reasons(card: JobCard, found: FoundJobs) -> dict[str, object]:
    hit = found.hits.get(card.id)
    miles = hit.distance_miles if hit else None
    update: dict[str, object] = {
        "miles": "" if miles is None else gettext("%(miles)s miles away", miles=round(miles))
    }
    if not found.sought:
        return update
    names = {
        "title": gettext("title"),
        "occupation": gettext("occupation"),
        "employer": gettext("employer"),
        "place": gettext("place"),
    }
    parts = {
        "title": card.title,
        "occupation": card.occupation,
        "employer": card.employer,
        "place": card.places,
    }
    reasons = explain(found.sought, parts, stem=_stem)
    update["why"] = tuple((names[reason.part], reason.words) for reason in reasons)
    if len(reasons) < len(found.sought):
        update["snippet"] = _snippet(found, card)
    return update


def _snippet(found: FoundJobs, card: JobCard) -> Snippet | None:
    parts = {
        "title": card.title,
        "occupation": card.occupation,
        "employer": card.employer,
        "place": card.places,
    }
    in_text = [item for item in found.sought if not explain([item], parts, stem=_stem)]
    return snippet(in_text, found.texts.get(card.id, ""), stem=_stem)


def _stem(word: str) -> str:
    return stem("en", word)
