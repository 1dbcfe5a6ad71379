"""pathways."""

from flask import Blueprint

blueprint = Blueprint("pathways", __name__)
