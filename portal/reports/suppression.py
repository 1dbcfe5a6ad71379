"""Which figures of a table of people may be shown, so that no small number can be worked out from the others.

A figure is small when fewer than `threshold` people stand behind it, and just as much when fewer than that are left
out of it: “29 of 30” says who the one is as well as “1 of 30” does. Zero is small too, because it tells something
about everybody in the row. Small figures are hidden, and then as many others as it takes until what the hidden ones
of a column have together is not small itself (so there are two of them at least). docs/reports.md has the proof that
nobody can then narrow a hidden figure down to fewer than `threshold` + 1 values.
"""

from collections.abc import Mapping, Sequence

from pydantic import Field, model_validator

from portal.domain.model import DataModel

THRESHOLD = 10
"""Fewer people than this are not shown."""
ROUNDED_TO = 5
"""Figures are shown to the nearest multiple of this, so that two reports do not tell by their difference."""


class CountColumn(DataModel):
    """How many people of each row did something. They are some of the people of the column `within`.

    Shape: as many counts as the table has rows; each person is in one row only.
    """

    name: str
    within: str | None = None
    people: tuple[int, ...]


class CountTable(DataModel):
    """Exact counts. The first column counts everybody; every other one is within a column before it."""

    columns: tuple[CountColumn, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _fits(self) -> "CountTable":
        seen: dict[str, CountColumn] = {}
        for column in self.columns:
            outer = seen.get(column.within or "")
            if (outer is None) != (not seen):
                raise ValueError(f"column “{column.name}” must be within one that stands before it")
            if len(column.people) != len(self.columns[0].people) or column.name in seen:
                raise ValueError(f"column “{column.name}” has another number of rows, or stands twice")
            most = outer.people if outer else column.people
            if any(not 0 <= few <= many for few, many in zip(column.people, most, strict=True)):
                raise ValueError(f"column “{column.name}” counts people who are not in “{column.within}”")
            seen[column.name] = column
        return self


class Shown(DataModel):
    """What may be shown of one column: the rows' figures and the sum. What is hidden is None."""

    rows: tuple[int | None, ...]
    total: int | None


def suppress_small(table: CountTable, *, threshold: int = THRESHOLD) -> Mapping[str, Shown]:
    """What may be shown of each column, in exact figures; round them before they leave (`round_count`)."""
    shown: dict[str, Shown] = {}
    exact = {column.name: column.people for column in table.columns}
    for column in table.columns:
        if column.within is None:
            shown[column.name] = _suppress_outer(column.people, threshold)
        else:
            shown[column.name] = _suppress_within(
                column.people, exact[column.within], shown[column.within], threshold
            )
    return shown


def round_count(count: int) -> int:
    """The nearest multiple of five."""
    return ROUNDED_TO * ((count + ROUNDED_TO // 2) // ROUNDED_TO)


def _suppress_outer(people: Sequence[int], threshold: int) -> Shown:
    total = sum(people)
    if total < threshold:
        return Shown(rows=(None,) * len(people), total=None)
    hidden = {row for row, count in enumerate(people) if count < threshold}
    for row in sorted(range(len(people)), key=lambda row: (people[row], row)):
        if not hidden or sum(people[one] for one in hidden) >= threshold:
            break
        hidden.add(row)
    return _show(people, hidden, total)


def _suppress_within(
    people: Sequence[int], outer: Sequence[int], outer_shown: Shown, threshold: int
) -> Shown:
    """The same for people who are some of `outer`.

    Rows whose outer figure is hidden stay hidden. What they have together can be worked out, and so it is one more
    row that is small or not.
    """
    total = sum(people)

    def is_small(rows: Sequence[int]) -> bool:
        inside, most = sum(people[row] for row in rows), sum(outer[row] for row in rows)
        return inside < threshold or most - inside < threshold

    everything = range(len(people))
    if outer_shown.total is None or is_small(everything):
        return Shown(rows=(None,) * len(people), total=None)
    together = tuple(row for row in everything if outer_shown.rows[row] is None)
    units: list[tuple[int, ...]] = [(row,) for row in everything if outer_shown.rows[row] is not None]
    units += [together] if together else []
    units.sort(key=lambda unit: (sum(outer[row] for row in unit), unit))
    hidden = [unit for unit in units if is_small(unit)]
    for unit in units:
        if not hidden or not is_small([row for one in hidden for row in one]):
            break
        if unit not in hidden:
            hidden.append(unit)
    return _show(people, {row for unit in hidden for row in unit} | set(together), total)


def _show(people: Sequence[int], hidden: set[int], total: int) -> Shown:
    return Shown(
        rows=tuple(None if row in hidden else count for row, count in enumerate(people)), total=total
    )
