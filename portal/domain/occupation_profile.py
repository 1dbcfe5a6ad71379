"""What O*NET says about an occupation: tasks, tools, interests, and what it asks of people."""

from pydantic import Field

from portal.domain.codes import SocCode
from portal.domain.model import DataModel


class RatedElement(DataModel):
    """An element of O*NET's content model with its rating on its own scale. `release` is the O*NET release."""

    element_id: str
    name: str
    description: str
    value: float
    release: str


class OccupationProfile(DataModel):
    """One occupation as O*NET describes it, in O*NET's English. Empty parts are not in the loaded release.

    `ratings` are by domain, highest first, without those that O*NET advises not to use.
    `interest_letters` are the RIASEC letters of the highest interests, at most three.
    """

    onet_soc_code: str
    soc_code: SocCode
    title: str
    description: str
    job_zone: int | None
    job_zone_text: str = ""
    other_occupations: tuple[str, ...] = Field(
        default=(), description="other O*NET occupations of the same SOC code"
    )
    tasks: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    related: tuple[tuple[str, str], ...] = Field(default=(), description="(SOC code, title), nearest first")
    interest_letters: str = ""
    education_percent: tuple[tuple[int, float], ...] = Field(
        default=(), description="(O*NET category 1–12, percent of workers asked)"
    )
    ratings: dict[str, tuple[RatedElement, ...]] = Field(default_factory=dict)
