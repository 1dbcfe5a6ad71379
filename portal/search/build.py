"""Opens the engine that the settings name."""

from portal.domain.errors import InvalidSettings
from portal.search.config import read_search_config
from portal.search.embedded import EmbeddedEngine
from portal.search.port import SearchEngine
from portal.settings import Settings


def open_search_engine(settings: Settings) -> SearchEngine:
    """The engine of a process; it opens its files, or asks its server, at the first query.

    Raises: InvalidSettings when the settings name a server without its address, or `config/search.toml` is unfit.
    """
    config = read_search_config(settings.config_dir)
    if settings.search_engine == "embedded":
        return EmbeddedEngine(settings.data_dir / "search", config, clock=settings.now)
    if not settings.meilisearch_url:
        raise InvalidSettings(
            "PORTAL_SEARCH_ENGINE=meilisearch needs PORTAL_MEILISEARCH_URL, like http://127.0.0.1:7700. "
            "Set it, or take PORTAL_SEARCH_ENGINE out."
        )
    # Imported where it is used: its client is not needed by most deployments.
    from portal.search.meilisearch import MeilisearchEngine

    return MeilisearchEngine(settings.meilisearch_url, settings.meilisearch_key, config, clock=settings.now)
