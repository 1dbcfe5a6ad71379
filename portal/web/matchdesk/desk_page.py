"""The page of the match desk: how many jobs stand in each band, and the jobs of one band with every reason."""

from datetime import datetime
from urllib.parse import urlencode

import numpy as np
from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel
from portal.stacks.bands import DeskBand
from portal.web.formats import day, number
from portal.web.jobs.fit import onet_attribution
from portal.web.jobs.fit_basis import has_told
from portal.web.knowledge import Knowledge
from portal.web.live import build_live_count
from portal.web.matchdesk.cards import DeskCard, build_desk_cards
from portal.web.matchdesk.client import Client
from portal.web.matchdesk.standings import MOST_WEIGHED, Standings, read_standings
from portal.web.matchdesk.words import BAND_NAMES, BAND_REASONS
from portal.web.matching_config import matching_config
from portal.web.page_number import count_pages, parse_page
from portal.web.translate import gettext
from portal.web.words import region_label

PAGE_SIZE = 12


class DeskAddress(DataModel):
    """Which jobs the page lists. `only_fitting`: without those against which something is known."""

    band: DeskBand | None = None
    only_fitting: bool = False
    page: int = 1

    def url(self, client: Client) -> str:
        """The address of this list."""
        pairs = [
            ("band", self.band.value if self.band else ""),
            ("fits", "1" if self.only_fitting else ""),
            ("page", str(self.page) if self.page > 1 else ""),
        ]
        query = urlencode([pair for pair in pairs if pair[1]])
        return client.url(f"desk?{query}" if query else "desk")


class BandLink(DataModel):
    """One band with its count."""

    name: str
    reason: str
    count: str
    url: str
    is_current: bool


class DeskPage(DataModel):
    """Everything on the page but the form. `sum_text` says that the bands together are all open jobs of the place."""

    client: Client
    place: str
    is_own_place: bool
    is_told: bool
    day: str
    confirmed: str
    sum_text: str
    bands: tuple[BandLink, ...]
    band_name: str
    band_reason: str
    band_total: int
    against: int
    only_fitting: bool
    filter_url: str
    shown_text: str
    cards: tuple[DeskCard, ...]
    closed: int
    order_note: str
    page: int
    pages: int
    previous_url: str
    next_url: str
    attribution: str
    has_samples: bool


def parse_desk_address(args: "MultiDict[str, str]") -> DeskAddress:
    """Read the query.

    Raises: InvalidCode with what there is.
    """
    band, fits = args.get("band", ""), args.get("fits", "")
    if band and band not in {each.value for each in DeskBand}:
        raise InvalidCode(f"“{band[:20]}” is not a band. Use one of: {', '.join(DeskBand)}.")
    if fits not in ("", "1"):
        raise InvalidCode("fits is 1, or is left out.")
    return DeskAddress(
        band=DeskBand(band) if band else None,
        only_fitting=fits == "1",
        page=parse_page(args.get("page", "")),
    )


def build_desk_page(
    session: Session,
    known: Knowledge,
    client: Client,
    *,
    address: DeskAddress,
    statuses: dict[int, str],
    now: datetime,
) -> DeskPage:
    """The page. Every open job of the place is in one band, and each band shows all of its jobs, page by page."""
    standings = read_standings(session, known, client, now=now)
    counts = standings.counts()
    band = address.band or next((each for each in DeskBand if counts[each]), DeskBand.QUALIFIES)
    wishes = client.choices.needs
    in_band = standings.in_band(band)
    against = in_band & standings.against(wishes)
    chosen = in_band & ~against if address.only_fitting else in_band
    total = int(np.count_nonzero(chosen))
    pages = count_pages(total, PAGE_SIZE)
    page = min(address.page, pages)
    here = address.model_copy(update={"band": band, "page": page})
    start = (page - 1) * PAGE_SIZE
    ids = standings.page(
        chosen, wishes, matching_config(), day=now.date(), start=start, stop=start + PAGE_SIZE
    )
    cards = build_desk_cards(session, known, client, posting_ids=ids, statuses=statuses, now=now)
    live = build_live_count(session, now=now)
    many = int(np.count_nonzero(against))
    return DeskPage(
        client=client,
        place=region_label(client.resolved),
        is_own_place=client.is_own_place,
        is_told=has_told(client.choices),
        day=day(now.date()),
        confirmed=live.confirmed,
        sum_text=_sum_text(counts),
        bands=tuple(
            BandLink(
                name=str(BAND_NAMES[each]),
                reason=str(BAND_REASONS[each]),
                count=number(counts[each]),
                url=DeskAddress(band=each, only_fitting=address.only_fitting).url(client),
                is_current=each is band,
            )
            for each in DeskBand
        ),
        band_name=str(BAND_NAMES[band]),
        band_reason=str(BAND_REASONS[band]),
        band_total=counts[band],
        against=many,
        only_fitting=address.only_fitting,
        filter_url=DeskAddress(band=band, only_fitting=not address.only_fitting).url(client),
        shown_text=_shown_text(total, many if address.only_fitting else 0, counts[band]),
        cards=cards,
        closed=len(ids) - len(cards),
        order_note=_order_note(standings, has_wishes=bool(wishes)),
        page=page,
        pages=pages,
        previous_url=here.model_copy(update={"page": page - 1}).url(client) if page > 1 else "",
        next_url=here.model_copy(update={"page": page + 1}).url(client) if page < pages else "",
        attribution=onet_attribution() if any(card.reasons.has_elements for card in cards) else "",
        has_samples=any(card.job.is_sample for card in cards),
    )


def _sum_text(counts: dict[DeskBand, int]) -> str:
    return gettext(
        "%(parts)s = %(num)s open jobs. That is every open job here: none is left out.",
        parts=" + ".join(number(counts[each]) for each in DeskBand),
        num=number(sum(counts.values())),
    )


def _shown_text(listed: int, folded: int, total: int) -> str:
    if not folded:
        return gettext("%(num)s jobs are listed: all of this group.", num=number(listed))
    return gettext(
        "%(listed)s jobs are listed and %(folded)s are folded away: %(total)s in this group.",
        listed=number(listed),
        folded=number(folded),
        total=number(total),
    )


def _order_note(standings: Standings, *, has_wishes: bool) -> str:
    turns = gettext(
        "Equals take turns from day to day, and one employer has three places before others have theirs. "
        "Nobody can pay for a place."
    )
    if standings.columns is None:
        most = number(MOST_WEIGHED)
        return (
            gettext(
                "There are more than %(most)s jobs here, too many to put in order by what was asked for. "
                "Choose a smaller place.",
                most=most,
            )
            + f" {turns}"
        )
    if not has_wishes:
        return turns
    return (
        gettext(
            "First come the jobs that fit most of what was asked for and go against least of it. "
            "What is not known counts neither way."
        )
        + f" {turns}"
    )
