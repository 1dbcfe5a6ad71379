"""What a kiosk needs of the site for one event, as of one moment: all that it shows, in each language, ready to read.

The text of a bundle travels as it was signed, byte for byte, beside its signature (`portal.kiosk.signing`).
"""

from datetime import datetime

from portal.domain.model import DataModel

FORMAT = 1


class Fact(DataModel):
    """One figure of the first screen. `note` says where, when, for whom and from what source."""

    figure: str
    text: str
    note: str


class Picture(DataModel):
    """A picture of work that somebody may like; `image` is the address of a file of ours."""

    key: str
    image: str
    text: str
    works: tuple[str, ...]


class Field(DataModel):
    """A career field on show and its kinds of work, by SOC code."""

    slug: str
    icon: str
    name: str
    works: tuple[str, ...]


class Band(DataModel):
    """Kinds of work whose ladder takes about as long."""

    key: str
    name: str
    works: tuple[str, ...]


class Work(DataModel):
    """A kind of work. `jobs` are open in the region, whatever they ask. `time` is that of the ladder by start."""

    soc_code: str
    name: str
    lang: str
    field: str
    does: str
    pay: str
    pay_note: str
    jobs: int
    jobs_text: str
    time: dict[str, str]


class RungView(DataModel):
    """One rung as it is drawn: what it takes stands in it, jobs and pay stand on it."""

    place: str
    name: str
    time: str = ""
    cost: str = ""
    saves: str = ""
    conditions: tuple[str, ...] = ()
    jobs: str = ""
    asks: str = ""
    pay: str = ""
    pay_note: str = ""


class Ladder(DataModel):
    """The fastest way to a kind of work from one start. `in_all` is empty where there is nothing to do, or no way.

    `next_jobs` are postings that the first step opens, `goal_jobs` those of the work itself, whatever they ask.
    """

    key: str
    soc_code: str
    start: str
    rungs: tuple[RungView, ...]
    in_all: str
    why_none: str
    held: tuple[str, ...]
    steps: tuple[str, ...]
    next_jobs: tuple[int, ...]
    goal_jobs: tuple[int, ...]


class BoothView(DataModel):
    """A booth as it is named on the screen."""

    number: str
    employer: str
    note: str
    fields: tuple[str, ...]


class JobView(DataModel):
    """An open posting. Its words are the employer's, in English. Units: degrees WGS 84; None: no one place."""

    id: int
    title: str
    employer: str
    places: str
    booth: str
    latitude: float | None
    longitude: float | None
    is_sample: bool


class Book(DataModel):
    """All that is shown in one language. `job_pay` is the pay of postings that state one, by id."""

    language: str
    words: dict[str, str]
    title: str
    region: str
    checked: str
    facts: tuple[Fact, ...]
    pictures: tuple[Picture, ...]
    fields: tuple[Field, ...]
    bands: tuple[Band, ...]
    works: tuple[Work, ...]
    ladders: tuple[Ladder, ...]
    booths: tuple[BoothView, ...]
    job_pay: dict[str, str]


class Bundle(DataModel):
    """The whole. After `good_until` its jobs may not be shown as open. `is_sample`: some of it is made up."""

    format: int = FORMAT
    event: str
    place: str
    region: str
    as_of: datetime
    good_until: datetime
    is_sample: bool
    jobs: tuple[JobView, ...]
    zips: dict[str, tuple[float, float]]
    books: dict[str, Book]

    def ladder_keys(self) -> frozenset[str]:
        """The keys that counts of ladders may have."""
        return frozenset(ladder.key for book in self.books.values() for ladder in book.ladders)
