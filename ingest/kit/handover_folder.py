"""Where hand-over files come from: a folder of this machine, or one address."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from ingest.errors import FetchFailed
from ingest.kit.document import Document, Fetcher, Surroundings
from ingest.kit.mirror import read_local
from portal.domain.model import DataModel

MAX_FILE_BYTES = 500_000_000


class HandoverOptions(DataModel):
    """`[options]` of a source of hand-over files: a folder of files, or one address."""

    folder: str = Field(default="", description="relative to the base; all files of the kind in it are read")
    base: Literal["data_dir", "config_dir", "absolute"] = "data_dir"
    url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    is_sample: bool = False
    relative_dates: bool = Field(default=False, description="read -12d and +30d; for the sample source only")
    default_state: str = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if bool(self.folder) == bool(self.url):
            raise ValueError("give either folder or url")
        if self.relative_dates and not self.is_sample:
            raise ValueError("relative_dates is for a sample source only")
        return self


class HandoverFolder:
    """Hand-over files of one kind (`*.csv`)."""

    def __init__(self, options: HandoverOptions, surroundings: Surroundings, *, pattern: str) -> None:
        bases = {
            "data_dir": surroundings.data_dir,
            "config_dir": surroundings.config_dir,
            "absolute": Path("/"),
        }
        self._url = options.url
        self._name = options.folder
        self._folder = bases[options.base] / options.folder if options.folder else None
        self._pattern = pattern
        self.is_local = self._folder is not None

    def waits_for(self) -> str:
        """A file in the folder; empty when there is one, or an address."""
        if self._folder is None or self._paths():
            return ""
        kind = self._pattern.rsplit(".", 1)[-1].upper()
        return f"a {kind} file in {self._name} (docs/sources/jobposting_csv.md shows its form)"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """Every file of the folder, or the one at the address.

        Raises: FetchFailed.
        """
        if self._folder is None:
            yield fetcher.get(self._url)
            return
        if not self._paths():
            raise FetchFailed(f"no {self._pattern} file stands in {self._folder}.", retryable=False)
        for path in self._paths():
            yield read_local(path, max_bytes=MAX_FILE_BYTES)

    def _paths(self) -> list[Path]:
        return sorted(self._folder.glob(self._pattern)) if self._folder is not None else []
