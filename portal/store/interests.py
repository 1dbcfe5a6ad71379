"""The pictures of the interest profile, as they stand in the configuration."""

from functools import cache
from pathlib import Path

from portal.domain.errors import InvalidSettings
from portal.domain.interest import InterestPicture, parse_pictures


@cache
def load_pictures(config_dir: Path) -> tuple[InterestPicture, ...]:
    """The 30 pictures of `config/interests/pictures.toml` in the order in which people meet them; read once a process.

    Raises: InvalidSettings.
    """
    path = config_dir / "interests" / "pictures.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidSettings(f"{path}: cannot be read ({error.strerror}).") from error
    return parse_pictures(text)
