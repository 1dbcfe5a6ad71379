"""Says in plain words why a wage figure is missing, in English and Spanish."""

from portal.domain.wage import Area, AreaType, Figure, FigureStatus

LANGUAGES = ("en", "es")

_PLACE = {
    "en": {
        AreaType.METRO: "{name} metro area",
        AreaType.NONMETRO: "{name}",
        AreaType.STATE: "{name}",
        AreaType.NATION: "United States",
    },
    "es": {
        AreaType.METRO: "zona metropolitana de {name}",
        AreaType.NONMETRO: "{name}",
        AreaType.STATE: "{name}",
        AreaType.NATION: "Estados Unidos",
    },
}
_WORDS = {
    "en": {
        FigureStatus.SUPPRESSED: "{place}: BLS has a figure and does not release it.",
        FigureStatus.NOT_PUBLISHED: "{place}: BLS has no figure for this job here.",
        FigureStatus.TOP_CODED: "{place}: at or above {bound}, the most that BLS prints.",
        FigureStatus.ANNUAL_ONLY: "{place}: BLS gives this job's pay by the year only.",
        FigureStatus.HOURLY_ONLY: "{place}: BLS gives this job's pay by the hour only.",
    },
    "es": {
        FigureStatus.SUPPRESSED: "{place}: BLS tiene una cifra y no la publica.",
        FigureStatus.NOT_PUBLISHED: "{place}: BLS no tiene cifra para este trabajo aquí.",
        FigureStatus.TOP_CODED: "{place}: {bound} o más, lo máximo que BLS publica.",
        FigureStatus.ANNUAL_ONLY: "{place}: BLS da la paga de este trabajo solo por año.",
        FigureStatus.HOURLY_ONLY: "{place}: BLS da la paga de este trabajo solo por hora.",
    },
}
_UNITS = {"en": {"year": "a year", "hour": "an hour"}, "es": {"year": "al año", "hour": "por hora"}}


def explain_missing(figure: Figure, area: Area, *, unit: str, language: str = "en") -> str:
    """One sentence that names the place and says why it has no figure.

    Raises: ValueError when the figure is published: there is nothing to explain.
    """
    if figure.is_known:
        raise ValueError(f"The figure for {area.area_name} is published; there is nothing to explain.")
    place = _PLACE[language][area.area_type].format(name=area.area_name)
    sentence = _WORDS[language][figure.status].format(
        place=place, bound=_bound(figure, unit=unit, language=language)
    )
    return sentence[:1].upper() + sentence[1:]


def _bound(figure: Figure, *, unit: str, language: str) -> str:
    if figure.value is None:
        return {"en": "the top figure", "es": "la cifra más alta"}[language]
    amount = f"${figure.value:,.2f}" if unit == "hour" else f"${figure.value:,.0f}"
    return f"{amount} {_UNITS[language][unit]}"
