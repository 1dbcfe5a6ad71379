"""O*NET in the store."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from portal.domain.occupation_profile import OccupationProfile, RatedElement
from portal.store.reference_tables import (
    OnetElementRow,
    OnetJobZoneRow,
    OnetOccupationRow,
    OnetRatingRow,
    OnetRelatedRow,
    OnetTaskRow,
    OnetTechnologyRow,
    OnetTitleRow,
)

SCALES = {
    "interest": "OI",
    "work_value": "EX",
    "work_style": "WI",
    "skill": "IM",
    "knowledge": "IM",
    "ability": "IM",
    "work_activity": "IM",
    "work_context": "CX",
}
"""The scale of each domain by which its elements are put in order."""
_WANTED_SCALES = sorted({*SCALES.values(), "IH", "RL"})
"""Those, with the high points of interests and the schooling asked for."""
INTERESTS = {
    "1.B.1.a": "R",
    "1.B.1.b": "I",
    "1.B.1.c": "A",
    "1.B.1.d": "S",
    "1.B.1.e": "E",
    "1.B.1.f": "C",
}
_HIGH_POINT = {"1.B.1.g": 0, "1.B.1.h": 1, "1.B.1.i": 2}
_LETTERS = "RIASEC"
MOST_OF_A_DOMAIN = 10
MOST_RATED = {"ability": 52, "work_context": 57}
"""All abilities and all of work context: what they ask of a body stands among them."""
MOST_TASKS, MOST_TITLES, MOST_TECHNOLOGIES, MOST_RELATED = 10, 12, 12, 10


def has_onet(session: Session) -> bool:
    """O*NET is loaded."""
    return session.exec(select(OnetOccupationRow.onet_soc_code).limit(1)).first() is not None


def find_profile(session: Session, soc_code: str) -> OccupationProfile | None:
    """What O*NET says about a SOC 2018 occupation; None where O*NET is not loaded or has no such occupation.

    Of several O*NET occupations of one SOC code the general one (`.00`) speaks, else the first.
    """
    rows = session.exec(
        select(OnetOccupationRow)
        .where(OnetOccupationRow.soc_code == soc_code)
        .order_by(OnetOccupationRow.onet_soc_code)
    ).all()
    if not rows:
        return None
    row, code = rows[0], rows[0].onet_soc_code
    zone = session.get(OnetJobZoneRow, row.job_zone) if row.job_zone is not None else None
    tasks = session.exec(
        select(OnetTaskRow.statement)
        .where(OnetTaskRow.onet_soc_code == code)
        .order_by(
            (col(OnetTaskRow.task_type) == "core").desc(),
            func.coalesce(OnetTaskRow.incumbents, 0).desc(),
            col(OnetTaskRow.task_id),
        )
        .limit(MOST_TASKS)
    ).all()
    titles = session.exec(
        select(OnetTitleRow.title)
        .where(OnetTitleRow.onet_soc_code == code, OnetTitleRow.kind == "reported")
        .order_by(col(OnetTitleRow.is_shown).desc(), col(OnetTitleRow.title))
        .limit(MOST_TITLES)
    ).all()
    technologies = session.exec(
        select(OnetTechnologyRow.name)
        .where(OnetTechnologyRow.onet_soc_code == code)
        .order_by(
            col(OnetTechnologyRow.is_in_demand).desc(),
            col(OnetTechnologyRow.is_hot).desc(),
            col(OnetTechnologyRow.name),
        )
        .limit(MOST_TECHNOLOGIES)
    ).all()
    ratings, letters, education = _ratings(session, code)
    return OccupationProfile(
        onet_soc_code=code,
        soc_code=soc_code,
        title=row.title,
        description=row.description,
        job_zone=row.job_zone,
        job_zone_text=zone.experience if zone else "",
        other_occupations=tuple(other.title for other in rows[1:]),
        tasks=tuple(tasks),
        titles=tuple(titles),
        technologies=tuple(technologies),
        related=_related(session, code, soc_code),
        interest_letters=letters,
        education_percent=education,
        ratings=ratings,
    )


def search_occupations_by_title(session: Session, text: str, *, limit: int = 200) -> list[str]:
    """SOC codes of occupations that have these words in one of O*NET's titles; best known first."""
    words = [word for word in text.casefold().split() if word]
    if not words:
        return []
    query = (
        select(OnetOccupationRow.soc_code, func.count())
        .join(OnetTitleRow, col(OnetTitleRow.onet_soc_code) == col(OnetOccupationRow.onet_soc_code))
        .group_by(col(OnetOccupationRow.soc_code))
        .order_by(func.count().desc(), col(OnetOccupationRow.soc_code))
        .limit(limit)
    )
    for word in words:
        query = query.where(func.lower(OnetTitleRow.title).contains(word, autoescape=True))
    return [code for code, _ in session.exec(query)]


def _related(session: Session, code: str, soc_code: str) -> tuple[tuple[str, str], ...]:
    rows = session.exec(
        select(OnetOccupationRow.soc_code, OnetOccupationRow.title)
        .join(OnetRelatedRow, col(OnetRelatedRow.related_onet_soc_code) == OnetOccupationRow.onet_soc_code)
        .where(OnetRelatedRow.onet_soc_code == code)
        .order_by(col(OnetRelatedRow.place))
    )
    found: dict[str, str] = {}
    for other, title in rows:
        if other != soc_code:
            found.setdefault(other, title)
    return tuple(found.items())[:MOST_RELATED]


def _ratings(
    session: Session, code: str
) -> tuple[dict[str, tuple[RatedElement, ...]], str, tuple[tuple[int, float], ...]]:
    rows = session.exec(  # plain columns: some 400 rows a page
        select(  # type: ignore[call-overload]
            OnetRatingRow.domain,
            OnetRatingRow.element_id,
            OnetRatingRow.scale_id,
            OnetRatingRow.category,
            OnetRatingRow.value,
            OnetRatingRow.release,
        )
        .where(
            OnetRatingRow.onet_soc_code == code,
            col(OnetRatingRow.is_suppressed).is_(False),
            col(OnetRatingRow.scale_id).in_(_WANTED_SCALES),
        )
        .order_by(col(OnetRatingRow.value).desc(), col(OnetRatingRow.element_id))
    ).all()
    top: dict[str, list[tuple[str, float, str]]] = {}
    high: dict[int, str] = {}
    education: list[tuple[int, float]] = []
    for domain, element, scale, category, value, release in rows:
        if domain == "interest" and scale == "IH" and 1 <= value <= len(_LETTERS):
            high[_HIGH_POINT[element]] = _LETTERS[int(value) - 1]
        elif domain == "education" and scale == "RL":
            education.append((category, value))
        elif category == 0 and SCALES.get(domain) == scale:
            top.setdefault(domain, []).append((element, value, release))
    kept = {domain: found[: MOST_RATED.get(domain, MOST_OF_A_DOMAIN)] for domain, found in top.items()}
    wanted = {element for found in kept.values() for element, _, _ in found}
    names = {
        element: (name, description)
        for element, name, description in session.exec(
            select(OnetElementRow.element_id, OnetElementRow.name, OnetElementRow.description).where(
                col(OnetElementRow.element_id).in_(wanted)
            )
        )
    }
    ratings = {
        domain: tuple(
            RatedElement(
                element_id=element,
                name=names.get(element, (element, ""))[0],
                description=names.get(element, ("", ""))[1],
                value=value,
                release=release,
            )
            for element, value, release in found
        )
        for domain, found in kept.items()
    }
    letters = "".join(high[place] for place in sorted(high))
    return ratings, letters, tuple(sorted(education))
