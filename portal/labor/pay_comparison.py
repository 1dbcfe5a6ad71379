"""Sets a posting's annualised pay beside the local range."""

from enum import StrEnum

from portal.domain.job_posting import AnnualPay
from portal.domain.model import DataModel
from portal.domain.wage import Figure, FigureStatus, LadderFigure
from portal.labor.wage_ladder import WageLadder


class PayPosition(StrEnum):
    """Where a stated pay stands against the local 10th and 90th percentile."""

    FAR_BELOW = "far_below"
    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"
    FAR_ABOVE = "far_above"
    UNKNOWN = "unknown"
    """The posting states no pay, or there is no local figure to set it against."""


class PayComparison(DataModel):
    """A posting's pay against the local range, with the two figures that it was set against."""

    position: PayPosition
    low: LadderFigure
    high: LadderFigure

    @property
    def is_far_outside(self) -> bool:
        """True where a person should doubt the stated pay or its unit."""
        return self.position in (PayPosition.FAR_BELOW, PayPosition.FAR_ABOVE)


def compare_pay(
    pay: AnnualPay | None, ladder: WageLadder, *, far_below_factor: float, far_above_factor: float
) -> PayComparison:
    """Compare a posting's pay with the 10th and 90th percentile of its occupation there.

    Far below: even its top is under `far_below_factor` × p10. Far above: even its bottom is over `far_above_factor` ×
    p90. Below, above: the same without the factor. A top-coded bound says only "at least", so nothing is above it.
    Raises: ValueError unless 0 < far_below_factor <= 1 <= far_above_factor.
    """
    if not 0 < far_below_factor <= 1 <= far_above_factor:
        raise ValueError(
            f"Factors {far_below_factor} and {far_above_factor}: the first is at most 1, the second at least 1."
        )
    low, high = ladder.annual_at(10).shown, ladder.annual_at(90).shown
    position = _position(pay, low.figure, high.figure, factors=(far_below_factor, far_above_factor))
    return PayComparison(position=position, low=low, high=high)


def _position(
    pay: AnnualPay | None, low: Figure, high: Figure, *, factors: tuple[float, float]
) -> PayPosition:
    if pay is None or (pay.minimum_usd is None and pay.maximum_usd is None):
        return PayPosition.UNKNOWN
    bottom = pay.minimum_usd if pay.minimum_usd is not None else pay.maximum_usd
    top = pay.maximum_usd if pay.maximum_usd is not None else pay.minimum_usd
    assert bottom is not None
    assert top is not None
    floor = low.value if low.is_known else None
    is_bounded = high.status in (FigureStatus.PUBLISHED, FigureStatus.TOP_CODED)
    ceiling = high.value if is_bounded else None
    if floor is not None and top < floor:
        return PayPosition.FAR_BELOW if top < floor * factors[0] else PayPosition.BELOW
    if high.is_known and ceiling is not None and bottom > ceiling:
        return PayPosition.FAR_ABOVE if bottom > ceiling * factors[1] else PayPosition.ABOVE
    if floor is None or ceiling is None or (not high.is_known and bottom > ceiling):
        return PayPosition.UNKNOWN
    return PayPosition.WITHIN
