"""Ids that credentials had once: addresses, plans and options of then still lead to the credential of today."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from portal.settings import read_config_text

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

_LISTS = ("held", "lapsed", "steps", "id")
_PAIRS = ("goal", "until")
_UNTIL = "until-"
"""A form names the credential in the field itself: `until-cna-in=2026-12-31`."""


@lru_cache(maxsize=4)
def read_renamed(config_dir: Path) -> Mapping[str, str]:
    """Old id to the id of today.

    Source: `config/renamed-credentials.toml`; without the file nothing was renamed.
    """
    path = config_dir / "renamed-credentials.toml"
    if not path.is_file():
        return {}
    return {str(old): str(new) for old, new in tomllib.loads(read_config_text(path))["renamed"].items()}


def ids_of_today(ids: Iterable[str], renamed: Mapping[str, str]) -> tuple[str, ...]:
    """The ids that credentials have now, each once, in the order given."""
    return tuple(dict.fromkeys(renamed.get(id_, id_) for id_ in ids))


def query_of_today(args: "MultiDict[str, str]", renamed: Mapping[str, str]) -> str | None:
    """The query of an address with the ids of today; None where no credential in it was renamed."""
    told = list(args.items(multi=True))
    new = [_pair_of_today(name, value, renamed) for name, value in told]
    return None if new == told else urlencode(new, safe=":,")


def _pair_of_today(name: str, value: str, renamed: Mapping[str, str]) -> tuple[str, str]:
    if name.startswith(_UNTIL):
        id_ = name.removeprefix(_UNTIL)
        return f"{_UNTIL}{renamed.get(id_, id_)}", value
    if name not in (*_LISTS, *_PAIRS):
        return name, value
    parts = value.split(",")
    new = [":".join(renamed.get(word.strip(), word) for word in part.split(":")) for part in parts]
    if new == parts:
        return name, value
    return name, ",".join(dict.fromkeys(new))
