"""What the adapters of applicant-tracking systems share: options of a board, places, sections of a text, kinds of work.

These systems publish an employer's open jobs for job boards to show. All fields that a person at the employer writes
freely (commitment, location) are read only where they are sure; closed lists are closed.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from pydantic import Field

from ingest.errors import FetchFailed, RecordRejected, SourceChanged
from ingest.kit.document import Document, Fetcher, Outcome, Surroundings
from ingest.kit.json_text import parse_json
from ingest.kit.rows import StrictRow
from ingest.kit.terms import find_employment_types, place_from_text, says_remote
from portal.domain.job_posting import StatedPlace
from portal.domain.model import DataModel

MAX_PAGES = 1_000
_SEPARATOR = re.compile(r"\s*(?:;|\||•|\n|(?<=,\s[A-Z]{2})\s+(?:or|and)\s+)\s*")
_REQUIRED = re.compile(
    r"\b(requirements?|(minimum|required|basic) qualifications?|qualifications?|must[\s-]haves?)\b", re.I
)
_PREFERRED = re.compile(
    r"\b(preferred|nice[\s-]to[\s-]haves?|bonus|desirable|desired|plus(es)?|good to have)\b", re.I
)
_REMOTE_KINDS = {
    "": False, "unspecified": False, "none": False, "on-site": False, "on_site": False, "onsite": False,
    "on site": False, "hybrid": False, "temporary": False, "remote": True, "fully": True, "fully remote": True,
}  # fmt: skip


class BoardOptions(DataModel):
    """`[options]` of a source that reads an employer's board. Units: seconds."""

    board: str = Field(
        default="",
        pattern=r"^([A-Za-z0-9][A-Za-z0-9._-]*)?$",
        description="the employer's name in its board's address",
    )
    employer_name: str = Field(default="", description="as people know it; most boards do not say it")
    pause_seconds: float = Field(default=1.0, ge=0, description="between two requests")
    unused: tuple[str, ...] = Field(
        default=(), description="fields of the board that we know and do not read"
    )


class BoardAdapter:
    """What every adapter of a board does alike; `fetch` and `parse` are its own."""

    is_local = False
    example: ClassVar[str] = ""
    """An address of a board, to show where its name stands."""

    def __init__(self, options: Mapping[str, Any], _surroundings: Surroundings) -> None:
        self._options = BoardOptions.model_validate(options)

    @property
    def board(self) -> str:
        """The employer's name in the board's address."""
        return self._options.board

    @property
    def employer_name(self) -> str:
        """The employer's name for people; the board's name where none is given."""
        return self._options.employer_name or self._options.board

    @property
    def pause_seconds(self) -> float:
        """Between two requests."""
        return self._options.pause_seconds

    def waits_for(self) -> str:
        """The name of the employer's board."""
        return "" if self.board else f"the name of an employer's board: options.board ({self.example})"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """All documents of the board. Raises: FetchFailed, SourceChanged."""
        raise NotImplementedError

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Records of one document. Raises: SourceChanged."""
        raise NotImplementedError


def read_list(document: Document, *names: str) -> list[Any]:
    """The list that stands under the first of these names in a JSON answer; no name: the answer itself.

    Raises: SourceChanged when there is none.
    """
    answer = parse_json(document)
    found = answer if not names else None
    if isinstance(answer, dict):
        found = next((answer[name] for name in names if isinstance(answer.get(name), list)), None)
    if not isinstance(found, list):
        shown = str(answer.get("error") or answer.get("message") or "") if isinstance(answer, dict) else ""
        wanted = f"no list “{names[0]}”" if names else "not a list of jobs"
        raise SourceChanged(f"{document.name}: {wanted}. {shown[:120]}".strip())
    return found


def pages_until(total: int, got: int, *, count: int, source: str) -> bool:
    """Is the fetch complete? `count`: entries of the last page.

    Raises: FetchFailed when pages ended early.
    """
    if got >= total:
        return True
    if not count:
        raise FetchFailed(f"{source} announced {total} jobs and gave {got}. Try again later.", retryable=True)
    return False


def employment_types(row: StrictRow, text: str, *, field: str) -> tuple[str, ...]:
    """Kinds of employment of a free text; what says none that we know is a doubt, and stays unknown."""
    kinds, is_understood = find_employment_types(text.replace("_", " "))
    if not is_understood:
        row.doubt(f"{field} “{text[:60]}” says no kind of employment that we know; it stays unknown.")
    return kinds


def is_remote_kind(text: str, *, field: str) -> bool:
    """Does a word of a closed list of places of work mean remote? Hybrid does not.

    Raises: RecordRejected when the word is not known.
    """
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", text.strip()).lower()
    if kind not in _REMOTE_KINDS:
        raise RecordRejected("unknown category", f"{field} is “{text[:40]}”")
    return _REMOTE_KINDS[kind]


def places_of_texts(texts: Iterable[str], *, country: str = "") -> tuple[tuple[StatedPlace, ...], bool]:
    """Places of free texts, each of which may join several by semicolons or bars, and whether one says remote."""
    places: dict[StatedPlace, None] = {}
    is_remote = False
    for text in texts:
        for part in _SEPARATOR.split(text):
            is_remote |= says_remote(part)
            if (place := place_from_text(part, country=country)) is not None:
                places.setdefault(place)
    return tuple(places), is_remote


def sort_sections(sections: Iterable[tuple[str, str]]) -> tuple[str, str, str]:
    """Headed parts of a text as (description, qualifications, preferred) HTML, by what their headings say."""
    parts: tuple[list[str], list[str], list[str]] = ([], [], [])
    for heading, body in sections:
        if not body.strip():
            continue
        shown = f"<h4>{html.escape(heading, quote=False)}</h4>{body}" if heading.strip() else body
        kind = 2 if _PREFERRED.search(heading) else 1 if _REQUIRED.search(heading) else 0
        parts[kind].append(shown)
    return "\n".join(parts[0]), "\n".join(parts[1]), "\n".join(parts[2])
