"""Classroom mode: a code on the board, and a class that follows one exploration. Learners have no account."""

from flask import Flask

from portal.web.classroom.followed import followed_class
from portal.web.classroom.learner_views import add_learner_views
from portal.web.classroom.views import blueprint

add_learner_views(blueprint)


def init_classroom(app: Flask) -> None:
    """Let pages show the bar of the class that a browser follows."""
    app.jinja_env.globals["followed_class"] = followed_class


__all__ = ["blueprint", "init_classroom"]
