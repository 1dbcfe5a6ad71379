"""Where to go back to after a small form that stands on every page."""

from urllib.parse import unquote, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed


def page_before() -> str:
    """Path and query of the page that sent the form, else the start. `lang` is dropped: what was chosen rules.

    A page that answered a form that could not be read stands at an address that takes forms only: then it is the
    page above it, `/plan` for `/plan/open`.
    """
    try:
        came_from = urlsplit(request.referrer or "")
    except ValueError:  # no address at all
        return "/"
    # Some browsers take "\" for "/", and "//" begins the name of another site.
    path = came_from.path
    if came_from.netloc != request.host or not path.startswith("/") or path.startswith(("//", "/\\")):
        return "/"
    if _takes_forms_only(path):
        while path != "/" and _takes_forms_only(path):
            path = path.rpartition("/")[0] or "/"
        return path
    kept = "&".join(part for part in came_from.query.split("&") if part and not part.startswith("lang="))
    return path + (f"?{kept}" if kept else "")


def _takes_forms_only(path: str) -> bool:
    try:
        current_app.url_map.bind_to_environ(request.environ).match(unquote(path), method="GET")
    except MethodNotAllowed:
        return True
    except HTTPException:  # no page, or one that moved: its own answer says so
        return False
    return False
