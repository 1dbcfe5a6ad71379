"""Figures of a map in four classes of about the same number of places, and how a legend says them."""

from collections.abc import Callable, Sequence

from portal.web.translate import gettext

CLASSES = 4


def bounds_of(values: Sequence[float]) -> list[float]:
    """Three cuts into four classes of about as many places; none where there is no value."""
    ordered = sorted(values)
    if not ordered:
        return []
    return [ordered[min(len(ordered) - 1, len(ordered) * cut // CLASSES)] for cut in range(1, CLASSES)]


def rank_of(value: float, bounds: Sequence[float]) -> int:
    """Class of a value, 1 lowest to 4 highest."""
    return 1 + sum(value >= bound for bound in bounds)


def legend_of(
    values: Sequence[float], bounds: Sequence[float], *, in_words: Callable[[float], str]
) -> tuple[tuple[int, str], ...]:
    """Each class that has a place, with the lowest and the highest value in it, after the places without one."""
    legend = [(0, gettext("no figure"))]
    for rank in range(1, CLASSES + 1):
        members = [value for value in values if rank_of(value, bounds) == rank]
        if not members:
            continue
        low, high = in_words(min(members)), in_words(max(members))
        legend.append((rank, low if low == high else gettext("%(low)s to %(high)s", low=low, high=high)))
    return tuple(legend)


def dollars_text(value: float) -> str:
    """As `money`, which is too slow for some hundred figures; both languages write it alike."""
    return f"${value:,.0f}"


def count_text(value: float) -> str:
    """A count with its thousands apart."""
    return f"{value:,.0f}"


def percent_text(value: float) -> str:
    """A change with its sign."""
    return f"{value:+.1f}%"
