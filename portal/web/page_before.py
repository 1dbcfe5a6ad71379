"""Where to go back to after a small form that stands on every page."""

from urllib.parse import urlsplit

from flask import request


def page_before() -> str:
    """Path and query of the page that sent the form, else the start. `lang` is dropped: what was chosen rules."""
    try:
        came_from = urlsplit(request.referrer or "")
    except ValueError:  # no address at all
        return "/"
    if (
        came_from.netloc != request.host
        or not came_from.path.startswith("/")
        or came_from.path.startswith("//")
    ):
        return "/"
    kept = "&".join(part for part in came_from.query.split("&") if part and not part.startswith("lang="))
    return came_from.path + (f"?{kept}" if kept else "")
