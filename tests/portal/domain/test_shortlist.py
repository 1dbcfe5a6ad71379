"""Counting what became of jobs: taken-back changes, mistakes and what is not known."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.shortlist import (
    UNDO,
    DeclineKind,
    ShortlistEvent,
    ShortlistStatus,
    count_outcomes,
    job_histories,
)

START = date(2026, 3, 2)
S = ShortlistStatus


def event(
    status: ShortlistStatus, after: int, *, job: str = "a", person: str = "p", **more: object
) -> ShortlistEvent:
    return ShortlistEvent.model_validate(
        {
            "shortlist_id": job,
            "person_id": person,
            "account_id": "x",
            "status": status,
            "on_date": START + timedelta(days=after),
            "made_at": datetime(2026, 3, 2, tzinfo=UTC),
            **more,
        }
    )


def test_a_placement_counts_its_days_and_wage() -> None:
    found = count_outcomes(
        job_histories(
            [
                event(S.SUGGESTED, 0),
                event(S.APPLIED, 4),
                event(S.PLACED, 20, hourly_wage_usd=17.5),
                event(S.SUGGESTED, 0, job="b", person="q"),
                event(S.PLACED, 40, job="b", person="q"),
            ]
        )
    )
    assert (found.people, found.jobs, found.days_to_placed) == (2, 2, 30)
    assert (found.hourly_wage_usd, found.wages_known, found.people_with_wage) == (17.5, 1, 1)
    assert found.reached == {
        S.SUGGESTED: 2,
        S.DISCUSSED: 0,
        S.APPLIED: 1,
        S.INTERVIEW: 0,
        S.PLACED: 2,
        S.DECLINED: 0,
    }
    assert found.people_reached[S.PLACED] == 2


def test_what_was_taken_back_did_not_happen() -> None:
    events = [event(S.SUGGESTED, 0), event(S.PLACED, 2), event(S.SUGGESTED, 0, kind=UNDO)]
    found = count_outcomes(job_histories(events))
    assert (found.reached[S.PLACED], found.by_status[S.SUGGESTED], found.days_to_placed) == (0, 1, None)
    again = count_outcomes(job_histories([*events, event(S.PLACED, 2, kind=UNDO, hourly_wage_usd=20.0)]))
    assert (again.by_status[S.PLACED], again.hourly_wage_usd) == (1, 20)


def test_a_job_put_there_by_mistake_is_left_out_and_reasons_are_counted() -> None:
    events = [
        event(S.SUGGESTED, 0),
        event(S.DECLINED, 1, kind=DeclineKind.MISTAKE),
        event(S.SUGGESTED, 0, job="b"),
        event(S.DECLINED, 1, job="b", kind=DeclineKind.TOO_FAR),
    ]
    found = count_outcomes(job_histories(events))
    assert (found.jobs, found.declined, found.people_declined) == (1, {"too_far": 1}, {"too_far": 1})


def test_nothing_is_nothing_and_not_zero() -> None:
    found = count_outcomes(job_histories([]))
    assert (found.jobs, found.days_to_placed, found.hourly_wage_usd) == (0, None, None)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(S)), max_size=30))
def test_every_job_stands_in_exactly_one_status(told: list[tuple[str, ShortlistStatus]]) -> None:
    found = count_outcomes(job_histories(event(status, 0, job=job, person=job) for job, status in told))
    assert sum(found.by_status.values()) == found.jobs == len({job for job, _ in told})
    assert all(found.by_status[each] <= found.reached[each] <= found.jobs for each in S)
