"""The choice of what matters in a job: boxes and two lists, as they stand in the address."""

from portal.domain.model import DataModel
from portal.matching.wishes import HOURS_CHOICES, PAY_CHOICES_USD, Need, Wishes
from portal.web.formats import money
from portal.web.translate import gettext, lazy_gettext

_GROUPS = (
    (
        lazy_gettext("The work itself"),
        (
            (Need.STANDING, lazy_gettext("Not much standing or walking")),
            (Need.LIFTING, lazy_gettext("No heavy lifting")),
            (Need.NOISE, lazy_gettext("A place that is not loud")),
            (Need.PACE, lazy_gettext("Work that is not rushed")),
            (Need.TRAINING, lazy_gettext("They train you")),
        ),
    ),
    (
        lazy_gettext("When and where"),
        (
            (Need.SHIFT_DAY, lazy_gettext("I can work days")),
            (Need.SHIFT_EVENING, lazy_gettext("I can work evenings")),
            (Need.SHIFT_NIGHT, lazy_gettext("I can work nights")),
            (Need.WEEKENDS_OFF, lazy_gettext("Weekends off")),
            (Need.TRANSPORT, lazy_gettext("I have no car")),
            (Need.REMOTE, lazy_gettext("Work from home")),
        ),
    ),
)


class NeedOption(DataModel):
    """One value of `needs`."""

    value: str
    label: str
    is_on: bool


class NeedGroup(DataModel):
    """Boxes under one heading."""

    legend: str
    options: tuple[NeedOption, ...]


class NeedsForm(DataModel):
    """The whole choice. `form_id` names the form that it is sent with."""

    form_id: str
    chosen: int
    groups: tuple[NeedGroup, ...]
    hours: tuple[NeedOption, ...]
    pay: tuple[NeedOption, ...]
    clear_url: str


def build_needs_form(wishes: Wishes, *, form_id: str, clear_url: str) -> NeedsForm:
    """The choice as it stands; `clear_url` leads to the same page without it."""
    hours = sorted({*HOURS_CHOICES, *((wishes.most_hours,) if wishes.most_hours else ())})
    pay = sorted({*PAY_CHOICES_USD, *((wishes.least_pay_usd,) if wishes.least_pay_usd else ())})
    return NeedsForm(
        form_id=form_id,
        chosen=len(wishes.needs)
        + bool(wishes.most_hours)
        + bool(wishes.least_hours)
        + bool(wishes.least_pay_usd),
        groups=tuple(
            NeedGroup(
                legend=str(legend),
                options=tuple(
                    NeedOption(value=need.value, label=str(label), is_on=need in wishes.needs)
                    for need, label in options
                ),
            )
            for legend, options in _GROUPS
        ),
        hours=tuple(
            NeedOption(
                value=f"hours-{number}",
                label=gettext("at most %(hours)s hours", hours=number),
                is_on=number == wishes.most_hours,
            )
            for number in hours
        ),
        pay=tuple(
            NeedOption(
                value=f"pay-{amount}",
                label=gettext("at least %(pay)s a year", pay=money(amount)),
                is_on=amount == wishes.least_pay_usd,
            )
            for amount in pay
        ),
        clear_url=clear_url,
    )
