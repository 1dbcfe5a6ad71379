"""What a page shows one time: a link, or recovery codes. It travels sealed in the session cookie and is then gone."""

import json

from flask import session

from portal.store.sealing import SealBroken, place
from portal.web.gate.access import sealer

_KEY = "staff_shown_once"


def show_once(what: str, texts: tuple[str, ...], *, account_id: str) -> None:
    """Keep texts for the next page that asks for them."""
    told = json.dumps([what, texts])
    session[_KEY] = sealer().seal(told, about=place("cookie", "shown_once", account_id))


def take_shown(what: str, *, account_id: str) -> tuple[str, ...]:
    """The texts, the first time; nothing after that, for another account, or of another kind."""
    sealed = session.pop(_KEY, "")
    try:
        told = sealer().open(str(sealed), about=place("cookie", "shown_once", account_id))
    except SealBroken:
        return ()
    kind, texts = json.loads(told) if told else ("", [])
    return tuple(map(str, texts)) if kind == what else ()
