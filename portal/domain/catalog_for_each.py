"""`[[for_each]]`: what is true of several credentials, said once and handed to each before it is validated."""

from collections.abc import Iterator, Mapping
from typing import Any

Tables = Mapping[str, list[dict[str, Any]]]

LISTS = frozenset({"recognitions", "articulations"})
"""Lists: what is handed over is added to what a credential says itself."""
SINGLES = frozenset({"portability", "exam_profile", "apprenticeship", "story", "lesson"})
"""One value: a credential that says it itself, or gets it twice, is a mistake."""


def merge_for_each(files: Mapping[str, Tables]) -> list[str]:
    """Hand every `[[for_each]]` table to the credentials that it names; changes their raw tables in place.

    Shape: `[[for_each]]` has `credentials = [ids]` and any key of `LISTS` and `SINGLES`. Answers the problems found,
    one line each.
    """
    by_id = {
        table["id"]: table
        for tables in files.values()
        for table in tables.get("credential", ())
        if isinstance(table.get("id"), str)
    }
    return [
        problem
        for name, tables in files.items()
        for place, shared in enumerate(tables.get("for_each", ()), start=1)
        for problem in _hand_over(f"{name}: for_each {place}", shared, by_id=by_id)
    ]


def _hand_over(label: str, shared: dict[str, Any], *, by_id: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    ids = shared.get("credentials")
    if not isinstance(ids, list) or not ids:
        yield f"{label}: credentials: is missing; list the ids that it is true of"
        return
    for key in sorted(shared.keys() - LISTS - SINGLES - {"credentials"}):
        yield f"{label}: {key}: unknown key; take it out or correct its spelling"
    for twice in sorted({str(i) for i in ids if ids.count(i) > 1}):
        yield f"{label}: names {twice} twice; keep one"
    for each in dict.fromkeys(map(str, ids)):
        table = by_id.get(each)
        if table is None:
            yield f"{label}: there is no credential “{each}”; add it or mend the id"
            continue
        for key in sorted(shared.keys() & LISTS):
            own = table.get(key, [])
            if isinstance(own, list) and isinstance(shared[key], list):
                table[key] = [*own, *shared[key]]
            else:
                yield f"{label}: {each}: {key} is not a list; write [{{ … }}]"
        for key in sorted(shared.keys() & SINGLES):
            if key in table:
                yield f"{label}: {each} has {key} already; keep one of them"
            else:
                table[key] = shared[key]
