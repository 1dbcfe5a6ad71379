"""What a list can be narrowed by: choices with how many things each would leave, and the chips of what is on."""

from collections.abc import Mapping, Sequence

from portal.domain.model import DataModel
from portal.search.facets import UNKNOWN
from portal.search.port import FacetCount
from portal.web.formats import number
from portal.web.translate import gettext


class Option(DataModel):
    """One choice. `is_off`: it would leave nothing, or change nothing."""

    value: str
    label: str
    count: str = ""
    is_on: bool = False
    is_off: bool = False


class Group(DataModel):
    """Choices of one filter. `is_single`: only one of them at a time.

    `also` is a box of its own, under the name `also_name`, that takes in what states no such figure.
    """

    name: str
    legend: str
    options: tuple[Option, ...]
    is_single: bool = False
    also_name: str = ""
    also: Option | None = None

    @property
    def is_open(self) -> bool:
        """Whether something of it is chosen."""
        return any(option.is_on and option.value for option in (*self.options, self.also) if option)


class Link(DataModel):
    """A way to another list, with how many things are there."""

    label: str
    url: str
    count: str


class ActiveFilter(DataModel):
    """A filter that is on, with the address of the list without it."""

    label: str
    url: str


def make_option(value: str, label: str, count: int | None, *, is_on: bool, total: int) -> Option:
    """A choice that would leave `count` of the `total` things shown now; None: not counted."""
    changes_nothing = count is not None and (count == 0 or (count == total and total > 0))
    return Option(
        value=value,
        label=label,
        count="" if count is None else number(count),
        is_on=is_on,
        is_off=changes_nothing and not is_on,
    )


def make_many(
    counts: Sequence[FacetCount],
    chosen: Sequence[str],
    names: Mapping[str, object],
    *,
    name: str,
    legend: str,
    total: int,
) -> Group:
    """Choices of which several may be on. What is chosen stays, also where nothing has it any more."""
    shown = [one for one in counts if one.value in names]
    known = {one.value for one in shown}
    shown += [FacetCount(value=value, count=0) for value in chosen if value in names and value not in known]
    # With one value on, another one adds: it changes something even where it has as many as are shown.
    total = -1 if chosen else total
    options = tuple(
        make_option(one.value, str(names[one.value]), one.count, is_on=one.value in chosen, total=total)
        for one in shown
    )
    return Group(name=name, legend=legend, options=options)


def make_steps(
    counts: Sequence[FacetCount],
    chosen: str,
    labels: Mapping[str, str],
    *,
    name: str,
    legend: str,
    total: int,
) -> Group:
    """Choices of which one is on, the first being any."""
    options = [Option(value="", label=gettext("Any"), is_on=not chosen)]
    options += [
        make_option(one.value, labels[one.value], one.count, is_on=chosen == one.value, total=total)
        for one in counts
        if one.value in labels
    ]
    return Group(name=name, legend=legend, options=tuple(options), is_single=True)


def with_unknown(group: Group, counts: Sequence[FacetCount], *, name: str, label: str, is_on: bool) -> Group:
    """The same steps with a box that takes in what states no figure, where there is any."""
    count = count_of(counts, UNKNOWN)
    if not count and not is_on:
        return group
    # It adds to what a step leaves; while no step is on, everything is shown already.
    any_step = any(option.is_on and option.value for option in group.options)
    also = Option(value="1", label=label, count=number(count), is_on=is_on, is_off=not (is_on or any_step))
    return group.model_copy(update={"also_name": name, "also": also})


def count_of(counts: Sequence[FacetCount], value: str) -> int:
    """How many have this value; 0 where it was not counted."""
    return next((one.count for one in counts if one.value == value), 0)
