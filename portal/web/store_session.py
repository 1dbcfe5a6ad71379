"""One session with the store a request, opened when it is first needed."""

from flask import Flask, current_app, g
from sqlalchemy import Engine
from sqlmodel import Session


def init_store_session(app: Flask, engine: Engine) -> None:
    """Keep the process's one engine, and close each request's session."""
    app.extensions["store_engine"] = engine
    app.teardown_appcontext(_close)


def store_session() -> Session:
    """The session of this request. Pages only read; what was not committed is rolled back."""
    if "store_session" not in g:
        g.store_session = Session(current_app.extensions["store_engine"], expire_on_commit=False)
    session: Session = g.store_session
    return session


def _close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("store_session", None)
    if session is not None:
        session.close()
