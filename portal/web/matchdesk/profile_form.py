"""The form in which a professional writes down what a job must have, with what was typed where it cannot be read."""

from collections.abc import Mapping

from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from portal.domain.credential import EducationLevel
from portal.domain.desk_profile import AgeAnswer, DeskProfile
from portal.domain.model import DataModel
from portal.domain.region import DEFAULT_RADIUS_MILES, RADIUS_CHOICES_MILES
from portal.matching.wishes import Need, Wishes
from portal.settings import Settings
from portal.web.formats import money, printable
from portal.web.jobs.needs_form import NeedGroup, build_needs_form
from portal.web.jobs.view_models import place_text
from portal.web.matchdesk.client import Client, wishes_of
from portal.web.matchdesk.words import AGE_NAMES
from portal.web.places import UnclearPlace, read_place_of_request
from portal.web.translate import gettext
from portal.web.words import EDUCATION_NAMES, region_label

NUMBERS = {
    "experience_months": (0, 720),
    "least_hours": (1, 84),
    "most_hours": (1, 84),
    "least_pay_usd": (1, 999_999),
}
"""Fields of whole numbers, with the lowest and the highest that can be."""
_TYPED = ("region", "miles", "schooling", "age", *NUMBERS)


class ReadProfile(DataModel):
    """What the form sent. Without errors `profile` is what is meant."""

    typed: Mapping[str, str]
    errors: Mapping[str, str]
    profile: DeskProfile


class ProfileForm(DataModel):
    """The form as the page draws it. Values are as typed."""

    action: str
    version: int
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    groups: tuple[NeedGroup, ...]
    levels: tuple[tuple[str, str], ...]
    ages: tuple[tuple[str, str], ...]
    miles: tuple[int, ...] = RADIUS_CHOICES_MILES
    is_told: bool
    plan_place: str
    """The place of the plan, where it counts because none is written here; else empty."""


def read_profile_form(session: Session, form: "MultiDict[str, str]", settings: Settings) -> ReadProfile:
    """Read the form; every field that cannot be read has a sentence that says what to write instead."""
    typed = {name: printable(form.get(name, ""))[:80].strip() for name in _TYPED}
    errors: dict[str, str] = {}
    told: dict[str, object] = {}
    if typed["region"]:
        try:
            told["region"] = read_place_of_request(session, form, settings).region
        except UnclearPlace as unclear:
            errors["region"] = str(unclear)
    for name, (low, high) in NUMBERS.items():
        told[name] = _number(name, typed[name], low, high, errors=errors)
    told["schooling"] = _one_of("schooling", typed["schooling"], EducationLevel, errors)
    told["age"] = _one_of("age", typed["age"], AgeAnswer, errors)
    wanted = {word for word in form.getlist("needs") if word}
    needs = tuple(need.value for need in Need if need.value in wanted)
    if len(needs) < len(wanted):
        errors["needs"] = gettext("One of the needs is not on our list. Choose from the boxes.")
    least, most = told["least_hours"], told["most_hours"]
    if isinstance(least, int) and isinstance(most, int) and least > most:
        errors["most_hours"] = gettext("The most hours must not be fewer than the least.")
    if errors:
        return ReadProfile(typed=typed, errors=errors, profile=DeskProfile(needs=needs))
    return ReadProfile(typed=typed, errors={}, profile=DeskProfile.model_validate({**told, "needs": needs}))


def build_profile_form(client: Client, read: ReadProfile | None = None) -> ProfileForm:
    """The form with what is written down, or with what was typed."""
    profile = client.profile if read is None else read.profile
    needs = build_needs_form(Wishes.parse(",".join(profile.needs)), form_id="desk-form", clear_url="")
    return ProfileForm(
        action=client.url(),
        version=client.version,
        typed=_typed(client) if read is None else read.typed,
        errors={} if read is None else read.errors,
        groups=needs.groups,
        levels=tuple((level.value, str(name)) for level, name in EDUCATION_NAMES.items()),
        ages=tuple((age.value, str(name)) for age, name in AGE_NAMES.items()),
        is_told=client.version > 0,
        plan_place=region_label(client.resolved) if client.is_own_place and not client.profile.region else "",
    )


def told_lines(profile: DeskProfile, *, place: str) -> tuple[tuple[str, str], ...]:
    """A profile in words, for the page that shows two of them side by side."""
    wishes = wishes_of(profile)
    needs = [
        option.label
        for group in build_needs_form(wishes, form_id="x", clear_url="").groups
        for option in group.options
        if option.is_on
    ]
    lines = [
        (gettext("Place"), place),
        (gettext("Schooling"), str(EDUCATION_NAMES[profile.schooling]) if profile.schooling else ""),
        (gettext("Months of work in the field"), _shown(profile.experience_months)),
        (gettext("Age"), str(AGE_NAMES[profile.age]) if profile.age else ""),
        (gettext("Needs"), ", ".join(needs)),
        (gettext("Least hours a week"), _shown(profile.least_hours)),
        (gettext("Most hours a week"), _shown(profile.most_hours)),
        (
            gettext("Least pay a year, before tax"),
            money(profile.least_pay_usd) if profile.least_pay_usd else "",
        ),
    ]
    return tuple((name, value or gettext("not told")) for name, value in lines)


def _typed(client: Client) -> dict[str, str]:
    profile = client.profile
    return {
        "region": place_text(client.resolved) if profile.region else "",
        "miles": str(client.resolved.region.radius_miles or DEFAULT_RADIUS_MILES),
        "schooling": profile.schooling.value if profile.schooling else "",
        "age": profile.age.value if profile.age else "",
        **{name: _shown(getattr(profile, name)) for name in NUMBERS},
    }


def _shown(value: int | None) -> str:
    return "" if value is None else str(value)


def _number(name: str, text: str, low: int, high: int, *, errors: dict[str, str]) -> int | None:
    if not text:
        return None
    plain = text.replace(",", "").removeprefix("$").strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 7 and low <= int(plain) <= high):
        errors[name] = gettext("Write a whole number from %(low)s to %(high)s.", low=low, high=high)
        return None
    return int(plain)


def _one_of(
    name: str, text: str, kind: type[EducationLevel] | type[AgeAnswer], errors: dict[str, str]
) -> EducationLevel | AgeAnswer | None:
    if not text:
        return None
    try:
        return kind(text)
    except ValueError:
        errors[name] = gettext("Choose one of the list.")
        return None
