"""Which jobs a list shows, as it stands in the address."""

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from portal.domain.codes import parse_soc_code
from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel
from portal.search.facets import PAY_FLOORS, POSTED_DAYS
from portal.search.shift import Shift
from portal.web.choices import Choices
from portal.web.page_number import parse_page
from portal.web.words import list_clusters

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FIT = "fit"
SORTS = ("relevance", FIT, "newest", "pay", "distance")
MANY = ("cluster", "shift", "hours", "source", "language")
"""Filters of which several values may be chosen; any of them will do."""
LANGUAGES = ("en", "es")
HOURS = ("FULL_TIME", "PART_TIME", "TEMPORARY", "CONTRACTOR", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER")
STATES = ("qualifies", "one_away", "further", "unknown", "likely", "asks")


class JobFilters(DataModel):
    """Text and filters of the list.

    `state` keeps jobs before which the person stands so; `opened_by` keeps those that become *qualifies* by
    adding this credential to what is held. `pay_unknown` takes in jobs that do not say what they pay, `unsure` jobs
    that name only a city of which a part lies in the place. `choices` carry the place and what is held.
    """

    text: str = ""
    choices: Choices = Choices()
    credential: str = ""
    soc: str = ""
    state: str = ""
    opened_by: str = ""
    cluster: tuple[str, ...] = ()
    shift: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    pay: int = 0
    pay_unknown: bool = False
    posted: int = 0
    remote: bool = False
    no_experience: bool = False
    unsure: bool = False
    sort: str = SORTS[0]
    page: int = 1

    def pairs(self) -> list[tuple[str, str]]:
        """The parts of the address, in one order, without what is not set; the page is left out."""
        pairs = [
            ("q", self.text),
            *self.choices.pairs(),
            ("credential", self.credential),
            ("soc", self.soc),
            ("state", self.state),
            ("opened_by", self.opened_by),
            *((name, value) for name in MANY for value in getattr(self, name)),
            ("pay", str(self.pay or "")),
            ("pay_unknown", "1" if self.pay_unknown else ""),
            ("posted", str(self.posted or "")),
            ("remote", "1" if self.remote else ""),
            ("no_experience", "1" if self.no_experience else ""),
            ("unsure", "1" if self.unsure else ""),
            ("sort", "" if self.sort == SORTS[0] else self.sort),
        ]
        return [(key, value) for key, value in pairs if value]

    def url(self, page: int = 1) -> str:
        """The one address of this list."""
        pairs = [*self.pairs(), *([("page", str(page))] if page > 1 else [])]
        query = urlencode(pairs, safe=":,")
        return f"/jobs?{query}" if query else "/jobs"

    def without(self, **changes: object) -> str:
        """The address of the first page with some filters changed."""
        return self.model_copy(update={"page": 1, **changes}).url()


def parse_job_filters(args: "MultiDict[str, str]", choices: Choices) -> JobFilters:
    """Read the query of the list; the place is read apart, because people type it.

    Raises: InvalidCode for a code, state or page that there is not.
    """
    state = args.get("state", "")
    if state and state not in STATES:
        raise InvalidCode(f"“{state[:20]}” is not a state of a job. Use one of: {', '.join(STATES)}.")
    return JobFilters(
        text=" ".join(args.get("q", "").split())[:200],
        choices=choices,
        credential=_slug(args, "credential"),
        soc=parse_soc_code(args["soc"]) if args.get("soc") else "",
        state=state,
        opened_by=_slug(args, "opened_by"),
        cluster=_some(args, "cluster", [each.slug for each in list_clusters()]),
        shift=_some(args, "shift", list(Shift)),
        hours=_some(args, "hours", HOURS),
        source=tuple(dict.fromkeys(value[:80] for value in args.getlist("source") if value))[:20],
        language=_some(args, "language", LANGUAGES),
        pay=_number(args, "pay", PAY_FLOORS),
        pay_unknown=bool(args.get("pay_unknown")),
        posted=_number(args, "posted", POSTED_DAYS),
        remote=bool(args.get("remote")),
        no_experience=bool(args.get("no_experience")),
        unsure=bool(args.get("unsure")),
        sort=(_some(args, "sort", SORTS) or SORTS)[0],
        page=parse_page(args.get("page", "")),
    )


def _slug(args: "MultiDict[str, str]", name: str) -> str:
    value = args.get(name, "")
    if value and not (_SLUG.fullmatch(value) and len(value) <= 80):
        raise InvalidCode(f"“{value[:40]}” is not the short name of a credential. Choose one from the list.")
    return value


def _some(args: "MultiDict[str, str]", name: str, known: Sequence[str]) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(value for value in args.getlist(name) if value))
    for value in values:
        if value not in known:
            raise InvalidCode(f"“{value[:40]}” is no choice of {name}. Choose it from the list.")
    return values


def _number(args: "MultiDict[str, str]", name: str, known: Sequence[int]) -> int:
    value = args.get(name, "")
    if value and value not in {str(each) for each in known}:
        raise InvalidCode(f"“{value[:20]}” is no choice of {name}. Choose it from the list.")
    return int(value or 0)
