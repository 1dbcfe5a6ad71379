"""Opens the engine that the settings name."""

from portal.domain.errors import InvalidSettings
from portal.search.config import read_search_config
from portal.search.embedded import EmbeddedEngine
from portal.search.port import SearchEngine
from portal.settings import Settings


def open_search_engine(settings: Settings) -> SearchEngine:
    """The engine of a process; it opens its files at the first query.

    Raises: InvalidSettings when the settings name an engine that this version does not have, or
    `config/search.toml` is unfit.
    """
    if settings.search_engine != "embedded":
        raise InvalidSettings(
            f"PORTAL_SEARCH_ENGINE={settings.search_engine} is not in this version. "
            "Take the setting out, or set it to embedded."
        )
    config = read_search_config(settings.config_dir)
    return EmbeddedEngine(settings.data_dir / "search", config, clock=settings.now)
