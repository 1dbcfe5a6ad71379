"""The ladder: from what a person holds to a goal, rung by rung."""

from portal.web.pathways.views import blueprint

__all__ = ["blueprint"]
