"""Is the process alive, is its data ready: for supervisors and load balancers."""

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy.exc import DBAPIError

from portal.domain.errors import SearchUnavailable
from portal.search.hydrate import index_lag
from portal.settings import Settings
from portal.store.postings import count_live_postings
from portal.store.runs import data_version
from portal.web.knowledge import knowledge
from portal.web.store_session import store_session

blueprint = Blueprint("health", __name__)


@blueprint.get("/health/live")
def live() -> Response:
    """The process answers; nothing else is asked, so that a store that is away does not have it started anew."""
    return jsonify(alive=True)


@blueprint.get("/health")
@blueprint.get("/health/ready")
def health() -> tuple[Response, int]:
    """JSON: `alive` always, `ready` once the store answers and holds a catalog, and which data stands there."""
    settings: Settings = current_app.extensions["settings"]
    try:
        session = store_session()
        version = data_version(session)
        open_postings = count_live_postings(session, now=settings.now())
        credentials = len(knowledge().catalog.credentials)
    except DBAPIError as error:
        return jsonify(
            alive=True, ready=False, reason=f"the store does not answer: {type(error).__name__}"
        ), 503
    ready = credentials > 0
    body: dict[str, object] = {
        "alive": True,
        "ready": ready,
        "as_of": settings.now().isoformat(),
        "data_version": version,
        "credentials": credentials,
        "open_postings": open_postings,
    }
    try:
        lag = index_lag(session, current_app.extensions["search"], now=settings.now())
        body["search"] = {"ready": True, "is_behind": lag.is_behind, "index_age_seconds": lag.age_seconds}
    except SearchUnavailable as error:
        # Pages go on from the store, so the site is ready all the same.
        body["search"] = {"ready": False, "reason": str(error)}
    if not ready:
        body["reason"] = "the catalog is not loaded: run `portal migrate`, or `make serve`"
    return jsonify(body), 200 if ready else 503
