"""What people call an occupation, in the language of the page."""

from functools import cache
from pathlib import Path

from flask import current_app

from portal.domain.model import DataModel
from portal.domain.occupation_content import OccupationContent, parse_occupation_content
from portal.settings import Settings
from portal.web.words import in_language


class NamedWork(DataModel):
    """An occupation by the name that a page shows: ours in its language, else the official one in English."""

    soc_code: str
    title: str
    is_english: bool


def occupation_contents() -> dict[str, OccupationContent]:
    """Everything that `config/occupations` says, by SOC code; the files are read once a process.

    Raises: InvalidSettings naming the file, the occupation and what is wrong.
    """
    settings: Settings = current_app.extensions["settings"]
    return read_contents(settings.config_dir)


def name_work(soc_code: str, official_title: str) -> NamedWork:
    """The name of an occupation for people who read this page."""
    content = occupation_contents().get(soc_code)
    return NamedWork(
        soc_code=soc_code,
        title=in_language(content.title) if content else official_title,
        is_english=content is None,
    )


@cache
def read_contents(config_dir: Path) -> dict[str, OccupationContent]:
    """What the files of a folder of configuration say, by SOC code; read once a process."""
    paths = sorted((config_dir / "occupations").glob("*.toml"))
    return parse_occupation_content({path.name: path.read_text(encoding="utf-8") for path in paths})
