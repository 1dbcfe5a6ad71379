"""The step between a card's code and its page: choose three words the first time, give them again from then on."""

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from portal.store.audit import take_turn
from portal.store.own_codes import MOST_WRONG_WORDS, keep_words, stop_own_code, words_of_card
from portal.store.staff_tables import OrganisationRow
from portal.web.accounts.words import moment
from portal.web.gate.access import sealer
from portal.web.htmx import render_page
from portal.web.plan.current import site_settings
from portal.web.plan.waiting import WAIT_SECONDS, TooManyTries, Tried, check_tries, count_try
from portal.web.sharing.opened import Held, NotOpened, close, find_held, open_held, write_down
from portal.web.sharing.own_words import NotThreeWords, are_right, hash_words, offered_words, read_words
from portal.web.store_session import store_session
from portal.web.translate import gettext


def add_words(blueprint: Blueprint) -> None:
    """Put this step below the person's page."""
    blueprint.add_url_rule("/words", view_func=give_words, methods=["POST"])


def words_page(held: Held, *, status: int = 200, error: str = "", marked: tuple[str, ...] = ()) -> Response:
    """Forty words to tick three of. A card that somebody opened before says when, so that a stranger is noticed."""
    chosen = held.card.words_chosen_at
    organisation = store_session().get_one(OrganisationRow, held.person.organisation_id)
    return render_page(
        "sharing/words",
        status=status,
        is_first=chosen is None,
        chosen_at=moment(chosen) if chosen else "",
        organisation_name=organisation.name,
        words=offered_words(),
        marked=marked,
        error=error,
    )


def give_words() -> AnyResponse:
    """Choose the words of a card that nobody opened yet, or give those that were chosen."""
    held = _held()
    marked = tuple(request.form.getlist("word")[:60])
    try:
        words = read_words(list(marked))
        check_tries(store_session(), Tried.OWN_CODE)
    except NotThreeWords as error:
        return words_page(held, status=422, error=str(error), marked=marked)
    except TooManyTries:
        told = gettext("That was too many wrong tries. Wait ten minutes and try again.")
        response = words_page(held, status=429, error=told)
        response.headers["Retry-After"] = str(WAIT_SECONDS)
        return response
    # Two browsers at once: the second reads what the first one wrote.
    take_turn(store_session(), held.person.organisation_id)
    store_session().expire_all()
    held = _held()
    return _check(held, words) if held.card.words_sealed else _choose(held, words)


def _choose(held: Held, words: frozenset[str]) -> AnyResponse:
    store = store_session()
    write_down(store, held.person, kind="change", action="sharing.choose_words")
    keep_words(store, held.card, sealer(), kept=hash_words(words, held.card), now=site_settings().now())
    store.commit()
    open_held(held.card)
    return redirect("/sharing?said=chosen", 303)


def _check(held: Held, words: frozenset[str]) -> AnyResponse:
    store, card = store_session(), held.card
    if are_right(words_of_card(card, sealer()), words, card):
        card.wrong_words = 0
        store.add(card)
        write_down(store, held.person, kind="look", action="sharing.open_page")
        store.commit()
        open_held(card)
        return redirect("/sharing", 303)
    card.wrong_words += 1
    store.add(card)
    count_try(store, Tried.OWN_CODE)
    if card.wrong_words < MOST_WRONG_WORDS:
        store.commit()
        return words_page(held, status=422, error=gettext("These are not the three words. Try again."))
    write_down(store, held.person, kind="change", action="sharing.stop_card")
    stop_own_code(store, held.person)
    store.commit()
    close()
    return redirect("/sharing?said=card-stopped", 303)


def _held() -> Held:
    held = find_held(store_session())
    if held is None:
        raise NotOpened
    return held
