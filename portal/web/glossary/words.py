"""The words that pages explain: `config/glossary.toml` as data models."""

from pathlib import Path

from pydantic import Field, ValidationError

from portal.domain.errors import InvalidSettings
from portal.domain.model import DataModel
from portal.settings import read_config_toml

FILE = "glossary.toml"


class Explained(DataModel):
    """A word in one language, and what it means."""

    name: str = Field(min_length=1, max_length=40)
    text: str = Field(min_length=1, max_length=300)


class GlossaryTerm(DataModel):
    """A word of the glossary in both languages."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    en: Explained
    es: Explained

    def told(self, language: str) -> Explained:
        """The word in the language of a page; English where a page has another one."""
        return self.es if language == "es" else self.en


class _File(DataModel):
    term: tuple[GlossaryTerm, ...]


def read_glossary(config_dir: Path) -> dict[str, GlossaryTerm]:
    """All words by id.

    Raises: InvalidSettings naming the word and what is wrong with it.
    """
    try:
        terms = _File.model_validate(read_config_toml(config_dir / FILE)).term
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InvalidSettings(f"{FILE}: {where}: {first['msg']}.") from error
    by_id: dict[str, GlossaryTerm] = {}
    for term in terms:
        if term.id in by_id:
            raise InvalidSettings(f"{FILE}: “{term.id}” stands twice; keep one.")
        by_id[term.id] = term
    return by_id
