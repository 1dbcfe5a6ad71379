"""The blueprint of the match desk; its addresses stand in `views`, `shortlist_views` and `outcome_views`."""

from flask import Blueprint

blueprint = Blueprint("matchdesk", __name__, url_prefix="/staff")
