"""Builds posting records so that a value out of range becomes a rejection with its reason."""

import re
from collections import Counter
from typing import Any

from pydantic import ValidationError

from ingest.errors import RecordRejected
from portal.domain.job_posting import PostingRecord

MOST_OPENINGS = 1_000_000
"""No posting has more, and the whole numbers of a database end soon after."""


MOST_TEXT = 5_000_000
"""Characters. No person reads a longer posting; pictures that a text carries in itself fit below it."""
DEEPEST_TEXT = 1_000
"""Tags within each other that are not closed: the time to clean a text grows with their square."""
_TEXTS = ("description_html", "qualifications_html", "preferred_html")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_CLOSE_THEMSELVES = frozenset(("br", "p", "li", "img", "hr", "td", "th", "tr", "input", "option", "dd", "dt"))


def build_record(**fields: Any) -> PostingRecord:
    """A validated record.

    Raises: RecordRejected naming the field that does not fit.
    """
    if (fields.get("openings") or 0) > MOST_OPENINGS:
        raise RecordRejected("invalid value", f"openings: more than {MOST_OPENINGS:,}")
    for name in _TEXTS:
        _check_text(name, fields.get(name) or "")
    try:
        return PostingRecord(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise RecordRejected("invalid value", f"{field}: {first['msg']}") from error


def _check_text(name: str, text: str) -> None:
    if len(text) > MOST_TEXT:
        raise RecordRejected("invalid value", f"{name}: more than {MOST_TEXT:,} characters")
    if text.count("<") <= DEEPEST_TEXT:
        return
    open_tags: Counter[str] = Counter()
    for slash, tag in _TAG.findall(text.lower()):
        if tag in _CLOSE_THEMSELVES:
            continue
        if not slash:
            open_tags[tag] += 1
        elif open_tags[tag]:
            open_tags[tag] -= 1
        if open_tags[tag] > DEEPEST_TEXT:
            raise RecordRejected(
                "invalid value", f"{name}: more than {DEEPEST_TEXT:,} tags within each other"
            )
