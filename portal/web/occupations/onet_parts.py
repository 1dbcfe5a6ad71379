"""The parts of an O*NET profile that a page keeps folded: what is asked for, in O*NET's English."""

from portal.domain.credential import EducationLevel
from portal.domain.model import DataModel
from portal.domain.occupation_profile import OccupationProfile
from portal.web.translate import gettext, lazy_gettext
from portal.web.words import EDUCATION_NAMES

MOST_NAMES = 10
MOST_CONDITIONS = 12
_PARTS = {
    "skill": lazy_gettext("Skills"),
    "knowledge": lazy_gettext("What to know"),
    "work_style": lazy_gettext("Ways of working"),
    "work_value": lazy_gettext("What the work can give"),
    "work_activity": lazy_gettext("What people do most"),
}
_LEVELS = {
    1: EducationLevel.NONE,
    2: EducationLevel.HIGH_SCHOOL,
    3: EducationLevel.POSTSECONDARY_CERTIFICATE,
    4: EducationLevel.SOME_COLLEGE,
    5: EducationLevel.ASSOCIATE,
    6: EducationLevel.BACHELOR,
    7: EducationLevel.BACHELOR,
    8: EducationLevel.MASTER,
    9: EducationLevel.MASTER,
    10: EducationLevel.DOCTORAL,
    11: EducationLevel.DOCTORAL,
    12: EducationLevel.DOCTORAL,
}
"""O*NET's twelve categories of required schooling as our eight; a certificate after a degree counts with it."""


class OnetPart(DataModel):
    """The elements of one domain that matter most, highest first, with the release that rates them."""

    title: str
    names: tuple[str, ...]
    release: str


def build_onet_parts(profile: OccupationProfile | None) -> tuple[OnetPart, ...]:
    """Skills, knowledge, styles, values and activities, as far as they are loaded."""
    if profile is None:
        return ()
    return tuple(
        OnetPart(
            title=str(title),
            names=tuple(one.name for one in rated[:MOST_NAMES]),
            release=rated[0].release,
        )
        for domain, title in _PARTS.items()
        if (rated := profile.ratings.get(domain, ()))
    )


def schooling_shares(profile: OccupationProfile | None) -> tuple[tuple[str, str], ...]:
    """(level, share of workers who say that the job asks for it), lowest level first; nothing where not loaded."""
    shares: dict[EducationLevel, float] = {}
    for category, percent in profile.education_percent if profile else ():
        level = _LEVELS[category]
        shares[level] = shares.get(level, 0.0) + percent
    return tuple(
        (gettext("no diploma asked") if level is EducationLevel.NONE else str(EDUCATION_NAMES[level]), share)
        for level in EducationLevel
        if (share := _rounded(shares.get(level, 0.0)))
    )


def work_conditions(profile: OccupationProfile | None) -> tuple[tuple[str, str], ...]:
    """(condition, rating of 1 to 5) of O*NET's work context, highest first; nothing where not loaded."""
    rated = profile.ratings.get("work_context", ()) if profile else ()
    return tuple(
        (one.name, gettext("%(rating)s of 5", rating=f"{one.value:.1f}")) for one in rated[:MOST_CONDITIONS]
    )


def _rounded(percent: float) -> str:
    """Whole percent; a share under half a percent is left out."""
    return f"{percent:.0f}%" if percent >= 0.5 else ""
