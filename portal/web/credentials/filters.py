"""Which credentials a list shows, as it stands in the address."""

from collections.abc import Iterable
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from portal.domain.credential import CredentialKind, Delivery
from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel
from portal.domain.region import Region
from portal.domain.states import STATE_NAMES
from portal.search.facets import COST_CEILINGS, WEEKS_CEILINGS
from portal.web.page_number import parse_page
from portal.web.words import list_clusters

SORTS = ("relevance", "cost", "weeks", "jobs")
"""`jobs`: how many open jobs of the place name it."""
MANY = ("cluster", "kind", "delivery", "language")
"""Filters of which several values may be chosen; any of them will do."""


class CredentialFilters(DataModel):
    """Text and filters of the list.

    `cost` and `weeks` are at most, None: any. `cost_unknown` and `weeks_unknown` take in what states no such figure.
    `state` is where it counts or is taught; `region` where jobs are counted, None: the deployment's own.
    """

    text: str = ""
    region: Region | None = None
    cluster: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    cost: int | None = None
    cost_unknown: bool = False
    weeks: int | None = None
    weeks_unknown: bool = False
    state: str = ""
    sort: str = SORTS[0]
    page: int = 1

    def url(self, page: int = 1) -> str:
        """The one address of this list."""
        pairs = [
            ("q", self.text),
            ("region", str(self.region) if self.region else ""),
            *((name, value) for name in MANY for value in getattr(self, name)),
            ("cost", "" if self.cost is None else str(self.cost)),
            ("cost_unknown", "1" if self.cost_unknown else ""),
            ("weeks", "" if self.weeks is None else str(self.weeks)),
            ("weeks_unknown", "1" if self.weeks_unknown else ""),
            ("state", self.state),
            ("sort", "" if self.sort == SORTS[0] else self.sort),
            ("page", str(page) if page > 1 else ""),
        ]
        query = urlencode([(key, value) for key, value in pairs if value], safe=":")
        return f"/credentials?{query}" if query else "/credentials"

    def without(self, **changes: object) -> str:
        """The address of the first page with some filters changed."""
        return self.model_copy(update={"page": 1, **changes}).url()


def parse_filters(args: "MultiDict[str, str]", *, region: Region | None = None) -> CredentialFilters:
    """Read the query of the list; the place is read apart, because people type it.

    Raises: InvalidCode for a choice or page that there is not.
    """
    return CredentialFilters(
        text=" ".join(args.get("q", "").split())[:200],
        region=region,
        cluster=_some(args, "cluster", (each.slug for each in list_clusters())),
        kind=_some(args, "kind", (kind.value for kind in CredentialKind)),
        delivery=_some(args, "delivery", (delivery.value for delivery in Delivery)),
        language=tuple(dict.fromkeys(value[:3] for value in args.getlist("language") if value))[:20],
        cost=_number(args, "cost", COST_CEILINGS),
        cost_unknown=bool(args.get("cost_unknown")),
        weeks=_number(args, "weeks", WEEKS_CEILINGS),
        weeks_unknown=bool(args.get("weeks_unknown")),
        state=(_some(args, "state", STATE_NAMES) or ("",))[0],
        sort=(_some(args, "sort", SORTS) or SORTS)[0],
        page=parse_page(args.get("page", "")),
    )


def _some(args: "MultiDict[str, str]", name: str, known: Iterable[str]) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(value for value in args.getlist(name) if value))
    choices = frozenset(known)
    for value in values:
        if value not in choices:
            raise InvalidCode(f"“{value[:40]}” is no choice of {name}. Choose it from the list.")
    return values


def _number(args: "MultiDict[str, str]", name: str, known: Iterable[int]) -> int | None:
    values = _some(args, name, (str(each) for each in known))
    return int(values[0]) if values else None
