"""What matters to a person, as it stands in an address: `needs=standing,shift-day,hours-20,pay-35000`."""

from enum import StrEnum
from typing import Self

from pydantic import Field

from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel

HOURS_CHOICES = (10, 15, 20, 25, 30)
PAY_CHOICES_USD = (20_000, 25_000, 30_000, 35_000, 40_000, 50_000, 60_000, 80_000)


class Need(StrEnum):
    """What a person can say that they need of a job. No need names a diagnosis, and none is asked."""

    STANDING = "standing"
    LIFTING = "lifting"
    NOISE = "noise"
    PACE = "pace"
    SHIFT_DAY = "shift-day"
    SHIFT_EVENING = "shift-evening"
    SHIFT_NIGHT = "shift-night"
    WEEKENDS_OFF = "weekends-off"
    TRANSPORT = "transport"
    REMOTE = "remote"
    TRAINING = "training"


_NEEDS = {need.value: need for need in Need}


class Wishes(DataModel):
    """What a person asks of a job; None and nothing: it was not said. Units: hours a week, US dollars a year.

    `most_hours` is the most that they can work, for example so that they keep benefits; `least_hours` the fewest that
    are worth their while.
    """

    needs: tuple[Need, ...] = ()
    most_hours: int | None = Field(default=None, ge=1, le=84)
    least_hours: int | None = Field(default=None, ge=1, le=84)
    least_pay_usd: int | None = Field(default=None, ge=1, le=999_999)

    def __bool__(self) -> bool:
        return bool(self.needs or self.most_hours or self.least_hours or self.least_pay_usd)

    def __str__(self) -> str:
        parts = [need.value for need in self.needs]
        parts += [f"hours-{self.most_hours}"] if self.most_hours else []
        parts += [f"minhours-{self.least_hours}"] if self.least_hours else []
        parts += [f"pay-{self.least_pay_usd}"] if self.least_pay_usd else []
        return ",".join(parts)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read words joined by commas, in any order; a figure said twice counts as said last.

        Raises: InvalidCode with the words that there are.
        """
        needs, figures = set(), dict[str, int]()
        for word in filter(None, (part.strip() for part in text.split(","))):
            name, _, figure = word.partition("-")
            if word in _NEEDS:
                needs.add(_NEEDS[word])
            elif _is_figure(name, figure):
                figures[name] = int(figure)
            else:
                shown = word[:30] if word.isprintable() else "?"
                raise InvalidCode(
                    f"“{shown}” is not one of the things that can matter. Use: "
                    f"{', '.join(Need)}, hours-20, pay-35000."
                )
        return cls(
            needs=tuple(need for need in Need if need in needs),
            most_hours=figures.get("hours"),
            least_hours=figures.get("minhours"),
            least_pay_usd=figures.get("pay"),
        )


def _is_figure(name: str, figure: str) -> bool:
    limits = {"hours": 84, "minhours": 84, "pay": 999_999}
    if name not in limits or not (figure.isascii() and figure.isdigit() and len(figure) <= 6):
        return False
    return 1 <= int(figure) <= limits[name]
