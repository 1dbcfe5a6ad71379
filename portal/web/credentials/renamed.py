"""Ids that credentials had once: links and plans of then still lead somewhere."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from portal.settings import read_config_text


@lru_cache(maxsize=4)
def read_renamed(config_dir: Path) -> Mapping[str, str]:
    """Old id to the id of today.

    Source: `config/renamed-credentials.toml`; without the file nothing was renamed.
    """
    path = config_dir / "renamed-credentials.toml"
    if not path.is_file():
        return {}
    return {str(old): str(new) for old, new in tomllib.loads(read_config_text(path))["renamed"].items()}
