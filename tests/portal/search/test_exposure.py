"""Fair exposure: turns by day, at most three of one employer before others, never worse before better."""

from datetime import date, timedelta

import numpy as np

from portal.search.exposure import MOST_IN_A_ROUND, fair_order, fair_rows

DAY = date(2026, 6, 20)
Row = tuple[str, float, str]


def order(rows: list[Row], *, day: date = DAY, bands: bool = True) -> list[str]:
    found = fair_order(
        rows,
        day=day,
        id_of=lambda row: row[0],
        rank_of=lambda row: row[1],
        employer_of=lambda row: row[2],
        keeps_bands=bands,
    )
    return [row[0] for row in found]


def test_at_most_three_of_one_employer_come_before_others() -> None:
    big = [(f"big{n}", 10.0, "Big Care") for n in range(8)]
    small = [("s1", 9.0, "Small One"), ("s2", 8.0, "Small Two"), ("s3", 7.5, "big care ")]
    found = order(big + small)
    assert len([id for id in found[:5] if id.startswith("big")]) == 3
    assert set(found[3:5]) == {"s1", "s2"}
    assert sorted(found) == sorted(row[0] for row in big + small), "nothing is lost"


def test_a_job_never_gives_way_to_one_that_fits_half_as_well() -> None:
    big = [(f"big{n}", 10.0, "Big Care") for n in range(5)]
    assert order([*big, ("worse", 4.0, "Small")])[-1] == "worse"
    assert order([*big, ("worse", 4.0, "Small")], bands=False)[3] == "worse"


def test_equals_take_turns_by_day_and_better_ones_stay_before_them() -> None:
    rows = [(f"e{n}", 5.0, f"Employer {n}") for n in range(10)]
    rows.append(("best", 9.0, "Employer 3"))
    firsts = {order(rows, day=DAY + timedelta(days=n))[1] for n in range(30)}
    assert len(firsts) > 5
    assert order(rows) == order(list(reversed(rows))), "one order a day"
    assert all(order(rows, day=DAY + timedelta(days=n))[0] == "best" for n in range(5))


def test_jobs_without_an_employer_are_not_taken_for_one() -> None:
    rows = [(f"n{n}", 5.0, "") for n in range(6)]
    assert sorted(order([*rows, ("s", 4.9, "Small")])[:6]) == sorted(row[0] for row in rows)


def test_nothing_gives_nothing() -> None:
    assert order([]) == []


def test_very_many_equals_take_turns_by_the_same_law() -> None:
    ids = np.arange(400, dtype=np.int64) * 7 + 1
    employers = np.where(ids % 3 == 0, 5, ids)
    rows = fair_rows(ids, employers, day=DAY)
    assert sorted(rows.tolist()) == list(range(400)), "nothing is lost and nothing stands twice"
    big = [place for place, row in enumerate(rows.tolist()) if employers[row] == 5]
    others = [place for place in range(400) if place not in big]
    assert len([place for place in big if place < others[-1]]) == MOST_IN_A_ROUND
    assert fair_rows(ids[::-1], employers[::-1], day=DAY).tolist() == [399 - row for row in rows.tolist()]
    firsts = {int(ids[fair_rows(ids, employers, day=DAY + timedelta(days=n))[0]]) for n in range(30)}
    assert len(firsts) > 20
    assert fair_rows(ids[:0], employers[:0], day=DAY).tolist() == []


def test_every_job_has_the_first_place_about_as_often() -> None:
    ids = np.arange(10, dtype=np.int64)
    firsts = [int(fair_rows(ids, ids, day=DAY + timedelta(days=n))[0]) for n in range(1000)]
    assert all(60 <= firsts.count(id_) <= 140 for id_ in range(10))
