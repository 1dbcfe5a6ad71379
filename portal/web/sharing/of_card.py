"""Which card somebody used, in words: a code proves only that they have the card, so it is always told who made it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from portal.store.privacy_tables import OwnCardRow
from portal.web.accounts.words import moment
from portal.web.formats import day
from portal.web.translate import gettext, ngettext

NEW_MINUTES = 60
"""A yes that is said with a card younger than this is marked."""
Names = Mapping[str, tuple[str, str]]


def say_of_card(detail: Mapping[str, Any], names: Names) -> str:
    """Of an entry of the log: with whose card it was done, and how new the card was. Empty where it does not tell."""
    if "card_by" not in detail:
        return ""
    name = names.get(str(detail["card_by"]), ("", ""))[0]
    minutes = int(detail["card_minutes"])
    if minutes < NEW_MINUTES:
        return _say_new(minutes, name)
    made = day(datetime.fromisoformat(str(detail["card_at"])))
    return gettext("with the card of %(day)s that %(name)s made", day=made, name=name)


def say_new_card(given_at: datetime, cards: Sequence[OwnCardRow], names: Names) -> str:
    """Of a yes: how new the card was with which it was said; empty where it was older than an hour."""
    detail = _detail_then(given_at, cards)
    return say_of_card(detail, names) if detail.get("card_minutes", NEW_MINUTES) < NEW_MINUTES else ""


def say_card_then(at: datetime, cards: Sequence[OwnCardRow], names: Names) -> str:
    """Which card the person had at a moment. `cards`: newest first."""
    return say_of_card(_detail_then(at, cards), names)


def told_of_card(card: OwnCardRow, *, at: datetime) -> dict[str, Any]:
    """What an entry of the log keeps of the card that it was made with: by whom, when, and how old it was."""
    made = card.made_at
    minutes = max(0, int((at - made).total_seconds() // 60))
    return {"card_by": card.account_id, "card_at": made.isoformat(), "card_minutes": minutes}


def _detail_then(at: datetime, cards: Sequence[OwnCardRow]) -> dict[str, Any]:
    card = next((each for each in cards if each.made_at <= at), None)
    return told_of_card(card, at=at) if card is not None else {}


def say_cards(cards: Sequence[OwnCardRow], names: Names, *, is_person: bool) -> tuple[str, ...]:
    """Who made the newest card and when, when its words were chosen, and who made the one before."""
    if not cards:
        return ()
    name = names.get(cards[0].account_id, ("", ""))[0]
    made = moment(cards[0].made_at)
    said = [
        gettext("This card was made on %(when)s by %(name)s.", when=made, name=name)
        if is_person
        else gettext("The newest card was made on %(when)s by %(name)s.", when=made, name=name)
    ]
    chosen = cards[0].words_chosen_at
    said.append(
        gettext("It was first opened on %(when)s. Then its three words were chosen.", when=moment(chosen))
        if chosen
        else gettext("Nobody has opened it yet.")
    )
    if len(cards) > 1:
        said.append(
            gettext(
                "The one before was made on %(when)s by %(name)s.",
                when=moment(cards[1].made_at),
                name=names.get(cards[1].account_id, ("", ""))[0],
            )
        )
    return tuple(said)


def _say_new(minutes: int, name: str) -> str:
    if minutes == 0:
        return gettext("with a card that %(name)s made just before", name=name)
    return ngettext(
        "with a card that %(name)s made %(num)s minute before",
        "with a card that %(name)s made %(num)s minutes before",
        minutes,
        name=name,
    )
