"""What the one box offers while somebody types, and where each offer leads."""

import re
from urllib.parse import urlencode

from portal.domain.model import DataModel
from portal.domain.states import STATE_NAMES
from portal.search.port import ALL_KINDS, SearchEngine, SearchKind, Suggestion
from portal.settings import Settings
from portal.web.formats import number
from portal.web.language import language_code
from portal.web.translate import gettext, lazy_gettext, ngettext

EACH = 4
PLACES_SIFTED = 60
"""Places of which those of the home state are taken first: of one letter there are thousands."""
GROUP_NAMES = {
    SearchKind.CREDENTIALS: lazy_gettext("Credentials"),
    SearchKind.OCCUPATIONS: lazy_gettext("Occupations"),
    SearchKind.POSTINGS: lazy_gettext("Jobs"),
    SearchKind.PLACES: lazy_gettext("Places"),
}
_IN_PLACE = re.compile(
    r"^(?P<what>.+?)\s+(?:in|near|around|at|en|cerca de)\s+(?P<where>\S.*)$", re.IGNORECASE
)


class Offer(DataModel):
    """One name with its address. `lang` is set where the name is in another language than the page."""

    label: str
    url: str
    note: str = ""
    lang: str = ""


class OfferGroup(DataModel):
    """Offers of one kind."""

    kind: str
    name: str
    offers: tuple[Offer, ...]

    @property
    def size(self) -> int:
        """How many offers."""
        return len(self.offers)


def build_offers(engine: SearchEngine, text: str, settings: Settings) -> tuple[OfferGroup, ...]:
    """Offers of all kinds, in groups; after *in* or *near* also the place that is being typed.

    Raises: SearchUnavailable.
    """
    today = settings.now().date()
    found = engine.suggest(text, today=today, limit=EACH)
    groups = {kind: [_offer(one) for one in found if one.kind is kind] for kind in ALL_KINDS}
    if groups[SearchKind.PLACES]:
        groups[SearchKind.PLACES] = [_offer(one) for one in list_places(engine, text, settings)]
    typed = _IN_PLACE.match(" ".join(text.split()))
    if typed:
        places = list_places(engine, typed["where"], settings)
        groups[SearchKind.PLACES] = [_in_place(typed["what"], place) for place in places]
    return tuple(
        OfferGroup(kind=kind.value, name=str(GROUP_NAMES[kind]), offers=tuple(offers))
        for kind, offers in groups.items()
        if offers
    )


def list_places(engine: SearchEngine, text: str, settings: Settings) -> list[Suggestion]:
    """Places of this name or beginning: those of the home state first, for it is nearer to who types here.

    Raises: SearchUnavailable.
    """
    today = settings.now().date()
    found = engine.suggest(text, today=today, limit=PLACES_SIFTED, kinds=(SearchKind.PLACES,))
    state = settings.home_state
    home = (f", {state}", STATE_NAMES.get(state, state))
    return sorted(found, key=lambda one: not one.name.endswith(home))[:EACH]


def _offer(one: Suggestion) -> Offer:
    spanish = language_code() == "es"
    other = "en" if spanish else ""
    if one.kind is SearchKind.CREDENTIALS:
        label = one.name_es if spanish and one.name_es else one.name
        return Offer(label=label, url=f"/credentials/{one.id}")
    if one.kind is SearchKind.OCCUPATIONS:
        return Offer(label=one.name, url=_jobs(soc=one.id), lang=other)
    if one.kind is SearchKind.PLACES:
        return Offer(label=one.name, url=_jobs(region=one.id), lang=other)
    note = ngettext("%(count)s open", "%(count)s open", one.count or 0, count=number(one.count or 0))
    return Offer(label=one.name, url=_jobs(q=one.name), note=note, lang=other)


def _in_place(what: str, place: Suggestion) -> Offer:
    label = gettext("%(what)s in %(place)s", what=what, place=place.name)
    return Offer(label=label, url=_jobs(q=what, region=place.id))


def _jobs(**query: str) -> str:
    return "/jobs?" + urlencode(query, safe=":")
