"""No small number can be worked out from what is shown: checked by trying every table that fits what is shown."""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.reports.suppression import CountColumn, CountTable, Shown, round_count, suppress_small

FEW = 2
"""A small threshold, so that every table can be tried."""


def table_of(*columns: tuple[str, str | None, tuple[int, ...]]) -> CountTable:
    return CountTable(
        columns=tuple(
            CountColumn(name=name, within=within, people=people) for name, within, people in columns
        )
    )


@st.composite
def tables(draw: st.DrawFn, *, most: int, rows: int) -> CountTable:
    """Served, a column within it, and one within that; and one more within served."""
    height = draw(st.integers(1, rows))
    served = tuple(draw(st.lists(st.integers(0, most), min_size=height, max_size=height)))
    steps = tuple(draw(st.integers(0, count)) for count in served)
    earned = tuple(draw(st.integers(0, count)) for count in steps)
    placed = tuple(draw(st.integers(0, count)) for count in served)
    return table_of(
        ("served", None, served),
        ("steps", "served", steps),
        ("earned", "steps", earned),
        ("placed", "served", placed),
    )


def fitting(shown: Shown, most: list[range]) -> Iterator[tuple[int, ...]]:
    """Every row of figures that fits what is shown."""
    for rows in itertools.product(*most):
        if shown.total is not None and sum(rows) != shown.total:
            continue
        if all(told is None or told == count for told, count in zip(shown.rows, rows, strict=True)):
            yield rows


def fitting_chains(shown: dict[str, Shown], ceiling: int) -> dict[str, list[set[int]]]:
    """Values that each cell can have, over every chain served ≥ steps ≥ earned and served ≥ placed that fits."""
    height = len(shown["served"].rows)
    can: dict[str, list[set[int]]] = {name: [set() for _ in range(height)] for name in shown}
    for served in fitting(shown["served"], [range(ceiling + 1)] * height):
        below = [range(count + 1) for count in served]
        placed = list(fitting(shown["placed"], below))
        chains = [
            (steps, earned)
            for steps in fitting(shown["steps"], below)
            for earned in fitting(shown["earned"], [range(count + 1) for count in steps])
        ]
        if not placed or not chains:
            continue
        for row in range(height):
            can["served"][row].add(served[row])
            can["placed"][row].update(one[row] for one in placed)
            can["steps"][row].update(steps[row] for steps, _ in chains)
            can["earned"][row].update(earned[row] for _, earned in chains)
    return can


@given(table=tables(most=5, rows=3))
@settings(max_examples=60, deadline=None)
def test_no_hidden_figure_can_be_narrowed_down(table: CountTable) -> None:
    shown = dict(suppress_small(table, threshold=FEW))
    ceiling = sum(table.columns[0].people)
    if ceiling < FEW:
        assert all(one.total is None for one in shown.values())
        return
    can = fitting_chains(shown, ceiling)
    for column in table.columns:
        for row, values in enumerate(can[column.name]):
            assert column.people[row] in values  # the attacker's arithmetic is right
            if shown[column.name].rows[row] is None:
                assert len(values) > FEW, (column.name, row, values, shown)


@given(table=tables(most=40, rows=6))
@settings(max_examples=300, deadline=None)
def test_what_is_shown_and_what_the_hidden_have_together_is_never_small(table: CountTable) -> None:
    shown = suppress_small(table)
    exact = {column.name: column.people for column in table.columns}
    for column in table.columns:
        told = shown[column.name]
        hidden = [row for row, count in enumerate(told.rows) if count is None]
        for row, count in enumerate(told.rows):
            assert count is None or count == column.people[row] >= 10
            if count is not None and column.within:
                assert exact[column.within][row] - count >= 10
                assert shown[column.within].rows[row] is not None
        if told.total is None:
            assert not any(told.rows)
            continue
        assert told.total == sum(column.people) >= 10
        if hidden:
            together = sum(column.people[row] for row in hidden)
            assert len(hidden) > 1 or len(told.rows) == 1
            assert together >= 10
            if column.within:
                assert sum(exact[column.within][row] for row in hidden) - together >= 10


def test_one_small_row_takes_the_smallest_other_with_it() -> None:
    shown = suppress_small(table_of(("served", None, (3, 40, 25, 90))))
    assert shown["served"] == Shown(rows=(None, 40, None, 90), total=158)


def test_zero_and_everybody_are_hidden_as_a_few_are() -> None:
    shown = suppress_small(
        table_of(("served", None, (40, 50)), ("placed", "served", (0, 20)), ("plans", "served", (40, 20)))
    )
    assert shown["placed"] == Shown(rows=(None, None), total=20)
    assert shown["plans"] == Shown(rows=(None, None), total=60)


def test_what_hidden_rows_have_together_is_protected_as_well() -> None:
    # 4 + 8 served are hidden; 30 - 28 would tell that two of these twelve were placed
    shown = suppress_small(table_of(("served", None, (4, 8, 60, 70)), ("placed", "served", (1, 1, 13, 15))))
    assert shown["served"] == Shown(rows=(None, None, 60, 70), total=142)
    assert shown["placed"] == Shown(rows=(None, None, None, 15), total=30)


def test_fewer_than_ten_in_all_show_nothing() -> None:
    shown = suppress_small(table_of(("served", None, (4, 5)), ("placed", "served", (4, 0))))
    assert all(one.total is None and not any(one.rows) for one in shown.values())


def test_a_table_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="not in “served”"):
        table_of(("served", None, (4,)), ("placed", "served", (5,)))
    with pytest.raises(ValueError, match="before it"):
        table_of(("served", None, (4,)), ("placed", "plans", (3,)))
    with pytest.raises(ValueError, match="number of rows"):
        table_of(("served", None, (4,)), ("placed", "served", (3, 1)))


@given(count=st.integers(10, 10_000))
def test_rounding_stays_near_and_never_looks_small(count: int) -> None:
    assert abs(round_count(count) - count) <= 2
    assert round_count(count) >= 10
    assert round_count(count) % 5 == 0
