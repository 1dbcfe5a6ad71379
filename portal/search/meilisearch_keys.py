"""Keys of a Meilisearch server: which actions each job of the portal needs, and tokens that see one deployment only.

Source: Meilisearch documentation, "Keys" API reference and "Multitenancy and tenant tokens".
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from portal.search.port import SearchKind


class KeyUse(StrEnum):
    """What a process does with the server."""

    READ = "read"
    """A web process: searches, and tells how far the index is behind."""
    WRITE = "write"
    """Ingestion and `portal reindex`."""


ACTIONS: dict[KeyUse, tuple[str, ...]] = {
    KeyUse.READ: ("search", "documents.get", "stats.get"),
    KeyUse.WRITE: (
        *("search", "documents.add", "documents.get", "documents.delete", "indexes.create", "indexes.get"),
        *("indexes.delete", "indexes.swap", "settings.update", "stats.get", "tasks.get"),
    ),
}
"""The least that each needs; a web process can change nothing."""


def key_request(use: KeyUse, *, prefix: str, expires_at: datetime | None = None) -> dict[str, Any]:
    """Body of `POST /keys` for a key that reaches the indexes of one deployment only."""
    return {
        "name": f"{prefix} {use.value}",
        "description": f"Indexes of {prefix} only: {use.value}",
        "actions": list(ACTIONS[use]),
        "indexes": [f"{prefix}_*"],
        "expiresAt": expires_at.isoformat() if expires_at else None,
    }


def search_rules(filters: Mapping[SearchKind, str], *, prefix: str) -> dict[str, dict[str, str]]:
    """What the holder of a tenant token may search, and only what the filters leave.

    `filters` are expressions (`meilisearch_query`); a kind without one cannot be searched at all. The server joins
    them to every question by AND.
    """
    return {f"{prefix}_{kind.value}": {"filter": expression} for kind, expression in filters.items()}
