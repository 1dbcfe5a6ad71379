"""What counts as work with a person is named by the log's words: a renamed page must not fall out of reports unseen."""

from flask import Flask

from portal.store.report_figures import WORK
from portal.web.gate.audit_words import ACTIONS
from portal.web.gate.rules import rule_of


def test_every_word_that_counts_as_work_is_a_form_about_one_person(small_site: Flask) -> None:
    forms = {
        route.endpoint
        for route in small_site.url_map.iter_rules()
        if "POST" in (route.methods or set()) and rule_of(small_site, route.endpoint) is not None
    }
    assert WORK - forms <= {"classroom.assign"} & set(ACTIONS)
