"""What the files of `config/sources` say about each source, for pages."""

from functools import cache
from pathlib import Path

from portal.domain.source import SourceConfig, parse_sources
from portal.settings import Settings


def read_sources(settings: Settings) -> dict[str, SourceConfig]:
    """Sources by key; the files are read once a process.

    Raises: InvalidSettings naming the file and what is wrong.
    """
    return _read(settings.config_dir)


@cache
def _read(config_dir: Path) -> dict[str, SourceConfig]:
    paths = sorted((config_dir / "sources").glob("*.toml"))
    sources = parse_sources({path.name: path.read_text(encoding="utf-8") for path in paths})
    return {source.key: source for source in sources}
