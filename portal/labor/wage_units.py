"""Between hourly and annual wages as BLS does it: 2,080 hours, and never where BLS gives one of them only."""

from portal.domain.wage import HOURS_PER_YEAR, Figure, FigureStatus


def annual_figure(*, annual: Figure, hourly: Figure) -> Figure:
    """The annual figure, computed from the hourly one only where nothing forbids it.

    An occupation paid by the hour only (actors) has no full-year wage, so `hourly_only` stays. A suppressed or
    top-coded annual figure stays as well. Units: US dollars a year, to the nearest 10 like BLS.
    """
    if annual.status is not FigureStatus.NOT_PUBLISHED or not hourly.is_known or hourly.value is None:
        return annual
    return Figure(status=FigureStatus.PUBLISHED, value=float(round(hourly.value * HOURS_PER_YEAR / 10) * 10))


def hourly_figure(*, hourly: Figure, annual: Figure) -> Figure:
    """The hourly figure, computed from the annual one only where nothing forbids it.

    An occupation paid by the year only (teachers) does not work 2,080 hours, so `annual_only` stays.
    Units: US dollars an hour, to the cent.
    """
    if hourly.status is not FigureStatus.NOT_PUBLISHED or not annual.is_known or annual.value is None:
        return hourly
    return Figure(status=FigureStatus.PUBLISHED, value=round(annual.value / HOURS_PER_YEAR, 2))
