"""Events as their files say them, read again when a file changes."""

from functools import lru_cache
from pathlib import Path

from portal.domain.errors import NotFound
from portal.kiosk.event import NAME, Event, parse_event
from portal.settings import Settings, read_config_text
from portal.store.catalog import read_clusters


def get_event(settings: Settings, name: str) -> Event:
    """One event.

    Raises: NotFound when there is no such file; InvalidSettings naming the file, the key and what to write.
    """
    path = settings.config_dir / "kiosk" / f"{name}.toml"
    if not NAME.fullmatch(name) or not path.is_file():
        raise NotFound(f"There is no event “{name[:40]}”: config/kiosk has no such file.")
    return _read(path, path.stat().st_mtime_ns, settings.config_dir)


def list_event_names(settings: Settings) -> tuple[str, ...]:
    """Names of all events, in order."""
    return tuple(sorted(path.stem for path in (settings.config_dir / "kiosk").glob("*.toml")))


@lru_cache(maxsize=32)
def _read(path: Path, _changed_ns: int, config_dir: Path) -> Event:
    slugs = frozenset(cluster.slug for cluster in read_clusters(config_dir))
    return parse_event(path.stem, read_config_text(path), cluster_slugs=slugs)
