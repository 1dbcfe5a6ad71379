"""Compresses pages on their way out: the WSGI server does not."""

import gzip

from flask import Flask, Response, request

SMALLEST = 600
LEVEL = 6
TYPES = ("text/html", "application/json", "text/plain", "application/xml")


def init_compression(app: Flask) -> None:
    """Compress every text answer that the browser can read compressed."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if response.mimetype not in TYPES or response.direct_passthrough or response.is_streamed:
        return response
    response.vary.add("Accept-Encoding")
    if "Content-Encoding" in response.headers or not request.accept_encodings["gzip"]:
        return response
    content = response.get_data()
    if len(content) >= SMALLEST:
        response.set_data(gzip.compress(content, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
