"""Documents of the professional's side in the language of the document: individual plan and career-fair sheet.

The language is that of the document (`plan.language`), whatever the page's is: a counselor who reads English prints a
plan in Spanish.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from flask import current_app
from flask_babel import force_locale

from portal.domain.individual_plan import IndividualPlan
from portal.domain.plan_open_parts import OpenPart
from portal.paper.fair_sheet import FairSheet, fair_sheet
from portal.paper.individual_plan import individual_plan_sheet, open_part_texts
from portal.paper.sheet import Sheet
from portal.settings import Settings
from portal.web import formats, translate
from portal.web.language import LOCALES


class PageWording:
    """Says things in the language in force (`portal.paper.wording.Wording`)."""

    def gettext(self, message: str, **values: object) -> str:
        """The message in the language."""
        return translate.gettext(message, **values)

    def ngettext(self, one: str, many: str, num: int, **values: object) -> str:
        """The message for this number."""
        return translate.ngettext(one, many, num, **values)

    def day(self, value: date) -> str:
        """A day in full."""
        return formats.day(value)

    def money(self, value: float) -> str:
        """Whole US dollars."""
        return formats.money(value)

    def weeks(self, value: float) -> str:
        """A time in the unit that people feel."""
        return formats.weeks(value)


def plan_sheet(plan: IndividualPlan, *, is_large: bool = False) -> Sheet:
    """An individual plan as a sheet, for `portal.web.pdf.print_sheet` or `portal.web.word_file.write_word_file`."""
    with document_language(plan.language):
        return individual_plan_sheet(plan, PageWording(), site_name=_site_name(), is_large=is_large)


def group_fair_sheet(fair: FairSheet, *, is_large: bool = False) -> Sheet:
    """A career-fair sheet."""
    with document_language(fair.language):
        return fair_sheet(fair, PageWording(), site_name=_site_name(), is_large=is_large)


def say_open_parts(parts: tuple[OpenPart, ...]) -> list[str]:
    """What a plan does not say yet (`list_open_parts`), in the language of the page."""
    texts = open_part_texts(PageWording())
    return [texts[each] for each in parts]


@contextmanager
def document_language(code: str) -> Iterator[None]:
    """All that is said within is said in this language."""
    with force_locale(LOCALES[code]):
        yield


def _site_name() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.name
