"""The wiring of the site, and nothing else."""

import logging
from pathlib import Path

from flask import Flask

from portal.matching.config import parse_matching_config
from portal.search.build import open_search_engine
from portal.settings import Settings, read_config_toml
from portal.store.catalog import read_clusters, read_clusters_2024
from portal.store.engine import open_engine
from portal.web import (
    about,
    accounts,
    administer,
    assets,
    benefits,
    caseload,
    classroom,
    compression,
    credentials,
    curate,
    data_health,
    display,
    errors,
    fields,
    formats,
    gate,
    glossary,
    guidance,
    health,
    htmx,
    interests,
    jobs,
    kiosk,
    language,
    look,
    matchdesk,
    metrics,
    occupations,
    offline,
    pathways,
    plan,
    proxy,
    reports,
    search,
    security,
    sharing,
    start,
    store_session,
    words,
)
from portal.web.knowledge import KnowledgeHolder

ROOT = Path(__file__).resolve().parents[2]


def create_app(settings: Settings) -> Flask:
    """The site over the store that `settings` name. The store must be migrated and loaded (`portal.prepare`).

    Raises: StoreUnavailable when the database does not answer.
    """
    app = Flask(__name__, static_folder=None, template_folder=str(ROOT / "templates"))
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    logging.getLogger("portal").setLevel(settings.log_level)
    engine = open_engine(settings.store_url())
    app.extensions["settings"] = settings
    app.extensions["clusters"] = read_clusters(settings.config_dir)
    app.extensions["clusters_2024"] = read_clusters_2024(settings.config_dir)
    app.extensions["matching"] = parse_matching_config(
        read_config_toml(settings.config_dir / "matching.toml")
    )
    app.extensions["knowledge"] = KnowledgeHolder()
    app.extensions["search"] = open_search_engine(settings)
    proxy.init_proxy(app, settings)
    # after_request runs in reverse order of registration: compression must come last, so it is first here
    compression.init_compression(app)
    security.init_security(app, settings)
    store_session.init_store_session(app, engine)
    language.init_language(app, settings)
    htmx.init_htmx(app)
    assets.init_assets(app, ROOT / "static")
    interests.init_drawings(app, ROOT / "static")
    formats.init_formats(app)
    words.init_words(app)
    display.init_display(app)
    glossary.init_glossary(app, settings)
    benefits.init_benefits(app, settings)
    errors.init_errors(app)
    gate.init_gate(app)
    accounts.init_accounts(app, settings)
    for area in (start, credentials, fields, occupations, jobs, pathways, plan, about, data_health, search):
        app.register_blueprint(area.blueprint)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(accounts.blueprint)
    app.register_blueprint(interests.blueprint)
    app.register_blueprint(display.blueprint)
    app.register_blueprint(offline.blueprint)
    app.register_blueprint(look.blueprint)
    app.register_blueprint(glossary.blueprint)
    app.register_blueprint(guidance.blueprint)
    app.register_blueprint(classroom.blueprint)
    classroom.init_classroom(app)
    app.register_blueprint(matchdesk.blueprint)
    app.register_blueprint(benefits.blueprint)
    app.register_blueprint(reports.blueprint)
    app.register_blueprint(curate.blueprint)
    app.register_blueprint(sharing.blueprint)
    app.register_blueprint(administer.blueprint)
    app.register_blueprint(caseload.blueprint)
    app.register_blueprint(kiosk.blueprint)
    kiosk.init_kiosk(app)
    plan.init_plan(app)
    metrics.init_metrics(app, settings)
    return app
