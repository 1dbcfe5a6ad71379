"""The calendar file of a plan."""

from datetime import timedelta

import icalendar

from portal.domain.plan_changes import hold, hold_until
from portal.domain.plan_document import new_plan
from tests.portal.web.plan.learner import Learner, token_of, with_ladder
from tests.portal.web.world import TODAY


def test_the_calendar_file_is_read_by_a_calendar(learner: Learner) -> None:
    with_ladder(learner)
    token = learner.address.split("plan=")[1].split("#")[0]
    response = learner.client.get(f"/plan/calendar.ics?plan={token}", headers={"Accept-Language": "en"})
    assert response.mimetype == "text/calendar"
    events = icalendar.Calendar.from_ical(response.get_data()).walk("VEVENT")
    titles = [str(event["SUMMARY"]) for event in events]
    assert titles[0] == "Step: Practical Nursing Certificate"
    assert events[0]["DTSTART"].dt == TODAY
    assert all(event["DTEND"].dt > event["DTSTART"].dt for event in events)
    assert len({str(event["UID"]) for event in events}) == len(events)
    again = learner.client.get(f"/plan/calendar.ics?plan={token}", headers={"Accept-Language": "en"})
    assert again.get_data() == response.get_data(), "a second file changes entries, it does not double them"


def test_the_calendar_says_in_time_that_something_is_to_be_renewed(learner: Learner) -> None:
    plan = hold(new_plan(TODAY), ("cna-in", "high-school-diploma"), today=TODAY)
    plan = hold_until(plan, "cna-in", TODAY + timedelta(days=200), today=TODAY)
    plan = hold_until(plan, "high-school-diploma", TODAY + timedelta(days=30), today=TODAY)
    address = f"/plan/calendar.ics?plan={token_of(learner, plan)}"
    response = learner.client.get(address, headers={"Accept-Language": "en"})
    events = icalendar.Calendar.from_ical(response.get_data()).walk("VEVENT")
    days = {str(event["SUMMARY"]): event["DTSTART"].dt for event in events}
    assert days == {
        "Last day: High School Diploma": TODAY + timedelta(days=30),
        "Time to renew: Certified Nurse Aide (Indiana)": TODAY + timedelta(days=140),
        "Last day: Certified Nurse Aide (Indiana)": TODAY + timedelta(days=200),
    }
