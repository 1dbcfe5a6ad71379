"""My plan: what a learner holds, wants and saved, without an account."""

from flask import Flask

from portal.web.pdf import init_pdf
from portal.web.plan.carried import init_carried
from portal.web.plan.code_views import add_code_views
from portal.web.plan.current import carried_token
from portal.web.plan.paper_views import add_paper_views
from portal.web.plan.views import blueprint

add_code_views(blueprint)
add_paper_views(blueprint)


def init_plan(app: Flask) -> None:
    """Let plans travel with pages."""
    init_carried(app)
    init_pdf(app, app.extensions["settings"])
    app.jinja_env.globals["carried_plan"] = carried_token
    app.jinja_env.globals["plan_code_days"] = app.extensions["settings"].plan_code_days


__all__ = ["blueprint", "init_plan"]
