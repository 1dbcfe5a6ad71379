"""Consent as professionals keep it, and what administrators keep: the log, deletion by age, export and erasure."""

from flask import Blueprint

from portal.web.administer.consent import add_consent
from portal.web.administer.data import add_data
from portal.web.administer.group_cards import add_group_cards
from portal.web.administer.log import add_log

blueprint = Blueprint("administer", __name__)
add_consent(blueprint)
add_group_cards(blueprint)
add_log(blueprint)
add_data(blueprint)

__all__ = ["blueprint"]
