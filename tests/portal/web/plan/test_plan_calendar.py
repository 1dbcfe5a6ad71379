"""The calendar file of a plan."""

import icalendar

from tests.portal.web.plan.learner import Learner, with_ladder
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
