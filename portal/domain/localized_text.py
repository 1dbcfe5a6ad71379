"""One sentence or name in both languages of the site."""

from pydantic import Field

from portal.domain.model import DataModel


class LocalizedText(DataModel):
    """The same sentence in English and Spanish."""

    en: str = Field(min_length=1)
    es: str = Field(min_length=1)
