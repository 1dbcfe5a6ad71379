"""The card that a person is given: what it is for, where to go, and the code, in their language."""

from flask import request
from flask_babel import force_locale

from portal.domain.model import DataModel
from portal.domain.return_code import show_return_code
from portal.domain.staff import Purpose
from portal.store.caseload_tables import PersonRow
from portal.web.gate.access import site_settings
from portal.web.language import LOCALES
from portal.web.qr import QrCode, build_qr
from portal.web.sharing.words import PurposeWords, words_of
from portal.web.translate import gettext


class Card(DataModel):
    """What stands on the card. `language`: of its words."""

    language: str
    title: str
    lines: tuple[str, ...]
    code_label: str
    code: str
    address: str
    qr: QrCode


class PaperForm(DataModel):
    """A form to sign: the same words as on the person's page."""

    language: str
    title: str
    intro: str
    purposes: tuple[PurposeWords, ...]
    until: str
    who: tuple[str, ...]
    signature: str
    end: str


def build_card(person: PersonRow, code: str, *, organisation_name: str) -> Card:
    """The card of a new code. The code stands behind # in the picture, so that it reaches no server and no log."""
    base = site_settings().public_url or request.host_url.rstrip("/")
    address = f"{base}/sharing"
    shown = show_return_code(code)
    with force_locale(LOCALES.get(person.language, LOCALES["en"])):
        return Card(
            language=person.language,
            title=gettext("My own page"),
            lines=(
                gettext("See what %(place)s can see about you, and who looked.", place=organisation_name),
                gettext("Say yes or no to each thing, and take it back at any time."),
                gettext("You need no account. This code is your key, so keep it safe."),
                gettext("The first time you choose three words. Tell them to nobody."),
            ),
            code_label=gettext("My own code"),
            code=shown,
            address=address,
            qr=build_qr(f"{address}#{shown}"),
        )


def build_paper_form(person: PersonRow, *, organisation_name: str) -> PaperForm:
    """The form in the person's language."""
    with force_locale(LOCALES.get(person.language, LOCALES["en"])):
        return PaperForm(
            language=person.language,
            title=gettext("What I say yes to"),
            intro=gettext(
                "Mark each thing that %(place)s may do. You get help with or without a yes. You can take a yes back "
                "at any time: on your own page, or by telling them.",
                place=organisation_name,
            ),
            purposes=tuple(words_of(purpose) for purpose in Purpose),
            until=gettext("My yes holds until (a year is the most):"),
            who=(
                gettext("I do. This page is about me."),
                gettext("I am a parent or guardian, and I say yes."),
            ),
            signature=gettext("Name and signature"),
            end=gettext("Day"),
        )
