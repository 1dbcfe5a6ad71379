"""Who needs somebody this week, from dated facts."""

from datetime import date, timedelta

import pytest

from portal.caseload.pseudonyms import suggest_pseudonym
from portal.caseload.reasons import ConsentDay, Dated, Facts, Why, find_cards, find_reasons
from portal.domain.staff import Purpose

TODAY = date(2026, 6, 20)
YES = ConsentDay(purpose=Purpose.PLAN, until=TODAY + timedelta(days=200))


def _day(days: int) -> date:
    return TODAY + timedelta(days=days)


def _dated(days: int) -> Dated:
    return Dated(key="k", on=_day(days))


def _facts(person_id: str = "p", **told: object) -> Facts:
    return Facts.model_validate({"person_id": person_id, "added_on": _day(-90), "consents": (YES,), **told})


def test_nothing_told_is_no_reason() -> None:
    assert find_reasons(_facts(), today=TODAY) == ()
    assert find_cards([_facts()], today=TODAY) == ()


@pytest.mark.parametrize(
    ("told", "why", "days"),
    [
        ({"consents": ()}, Why.CONSENT_MISSING, 0),
        ({"consents": (YES.model_copy(update={"is_over": True}),)}, Why.CONSENT_OVER, 200),
        ({"consents": (YES.model_copy(update={"until": _day(-1)}),)}, Why.CONSENT_OVER, -1),
        ({"consents": (YES.model_copy(update={"until": _day(0)}),)}, Why.CONSENT_ENDING, 0),
        ({"consents": (YES.model_copy(update={"until": _day(30)}),)}, Why.CONSENT_ENDING, 30),
        ({"tasks": (_dated(-1),)}, Why.OVERDUE, -1),
        ({"tasks": (_dated(0),)}, Why.DUE, 0),
        ({"tasks": (_dated(3),)}, Why.DUE, 3),
        ({"closing": (_dated(0),)}, Why.CLOSING, 0),
        ({"closing": (_dated(7),)}, Why.CLOSING, 7),
        ({"ending": (_dated(60),)}, Why.EXPIRING, 60),
        ({"ending": (_dated(-1),)}, Why.EXPIRED, -1),
        ({"new_jobs": 3, "new_since": _day(-7)}, Why.NEW_JOBS, 0),
        ({"in_contact_since": _day(-45)}, Why.NO_CONTACT, 0),
        ({"plan_seen_on": _day(-30)}, Why.NOT_OPENED, 0),
    ],
)
def test_each_reason_at_its_edge(told: dict[str, object], why: Why, days: int) -> None:
    (reason,) = find_reasons(_facts("p", **told), today=TODAY)
    assert (reason.why, reason.days) == (why, days)


@pytest.mark.parametrize(
    "told",
    [
        {"consents": (YES.model_copy(update={"until": _day(31)}),)},
        {"tasks": (_dated(4),)},
        {"closing": (_dated(8),)},
        {"closing": (_dated(-1),)},
        {"ending": (_dated(61),)},
        {"ending": (_dated(-61),)},
        {"in_contact_since": _day(-44)},
        {"plan_seen_on": _day(-29)},
    ],
)
def test_beyond_its_edge_it_is_none(told: dict[str, object]) -> None:
    assert find_reasons(_facts("p", **told), today=TODAY) == ()


def test_who_took_every_yes_back_is_not_asked_again() -> None:
    assert find_reasons(_facts("p", consents=(), was_asked=True), today=TODAY) == ()


def test_what_ends_on_one_day_is_one_line() -> None:
    ends = tuple(ConsentDay(purpose=purpose, until=_day(5)) for purpose in Purpose)
    (reason,) = find_reasons(_facts("p", consents=ends), today=TODAY)
    assert reason.purposes == tuple(Purpose)


def test_what_cannot_be_made_good_later_comes_first() -> None:
    facts = _facts(
        plan_seen_on=_day(-100),
        in_contact_since=_day(-100),
        new_jobs=2,
        new_since=_day(-7),
        ending=(_dated(10),),
        tasks=(_dated(2), _dated(-4)),
        closing=(_dated(1),),
    )
    reasons = [reason.why for reason in find_reasons(facts, today=TODAY)]
    assert reasons == [
        *(Why.OVERDUE, Why.CLOSING, Why.DUE, Why.EXPIRING, Why.NEW_JOBS, Why.NO_CONTACT, Why.NOT_OPENED)
    ]


def test_one_card_a_person_the_most_pressing_first() -> None:
    late = _facts("late", tasks=(_dated(-9), _dated(-1)))
    later = _facts("later", tasks=(_dated(-1),), new_jobs=1)
    quiet = _facts("quiet")
    jobs = _facts("jobs", new_jobs=4)
    cards = find_cards([jobs, quiet, later, late], today=TODAY)
    assert [card.person_id for card in cards] == ["late", "later", "jobs"]
    assert len(cards[0].reasons) == 2


def test_a_pseudonym_is_not_given_twice() -> None:
    taken: list[str] = []
    for language in ("en", "es", "xx"):
        for _ in range(60):
            taken.append(suggest_pseudonym(taken, language=language))
    assert len({name.casefold() for name in taken}) == 180
    again = suggest_pseudonym(["a b"], choose=lambda words: words[0])
    assert suggest_pseudonym([again.upper()], choose=lambda words: words[0]) == f"{again} 2"
