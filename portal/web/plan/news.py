"""One thing that changed since somebody last looked."""

from portal.domain.model import DataModel


class News(DataModel):
    """What changed in a sentence, and the page that shows more of it."""

    text: str
    url: str = ""
