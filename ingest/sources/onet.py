"""The O*NET database: a release's text files, alone or in its zip, with older files where the release lacks one."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from ingest.errors import SourceChanged
from ingest.kit import onet_ratings
from ingest.kit.document import Document, Fetcher, Surroundings
from ingest.kit.reference import ReferenceLoad, ReferenceTable, Value, unpack
from portal.domain.model import DataModel

MAX_BYTES = 400_000_000
Row = tuple[Value, ...]
Cells = Mapping[str, str]


class OnetOptions(DataModel):
    """Options of a source with this adapter."""

    url: str = Field(pattern=r"^https://\S+\.zip$", description="the release's text files in one zip")


class Onet:
    """Adapter for releases of the O*NET database since 25.1 (O*NET-SOC 2019)."""

    is_local = False

    def __init__(self, options: Mapping[str, Any], _surroundings: Surroundings) -> None:
        self._options = OnetOptions.model_validate(options)

    def waits_for(self) -> str:
        """Nothing: O*NET's files are open to all."""
        return ""

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """The zip of one release."""
        yield fetcher.get(self._options.url)

    def read(self, documents: Sequence[Document]) -> ReferenceLoad:
        """All tables of O*NET.

        Raises: SourceChanged when a file that a release always has is missing or has another layout.
        """
        files = dict(unpack(documents, max_bytes=MAX_BYTES))
        texts = {_stem(path): content for path, content in files.items() if path.endswith(".txt")}
        read = _Reader(texts)
        occupations = read.occupations()
        codes = frozenset(str(row[0]) for row in occupations)
        ratings, alarms = _ratings(files, codes, read.rejections)
        tables = [
            ReferenceTable("onet_occupation", _OCCUPATION, occupations),
            ReferenceTable("onet_job_zone", _JOB_ZONE, read.job_zones()),
            ReferenceTable("onet_title", _TITLE, read.titles(codes)),
            ReferenceTable("onet_task", _TASK, read.tasks(codes)),
            ReferenceTable("onet_element", ("element_id", "name", "description"), read.elements()),
            ReferenceTable("onet_technology", _TECHNOLOGY, read.technologies(codes)),
            ReferenceTable("onet_related", _RELATED, read.related(codes)),
            ReferenceTable("onet_rating", onet_ratings.COLUMNS, ratings),
        ]
        count = sum(len(table.rows) for table in tables)
        return ReferenceLoad(
            tuple(tables), count + sum(read.rejections.values()), dict(read.rejections), tuple(alarms)
        )


_OCCUPATION = ("onet_soc_code", "soc_code", "title", "description", "job_zone", "job_zone_on")
_JOB_ZONE = ("job_zone", "name", "experience", "education", "job_training", "examples", "svp_range")
_TITLE = ("onet_soc_code", "title", "short_title", "kind", "is_shown")
_TASK = ("task_id", "onet_soc_code", "statement", "task_type", "incumbents", "stated_on", "source")
_TECHNOLOGY = (
    "onet_soc_code",
    "name",
    "commodity_code",
    "commodity_title",
    "is_hot",
    "is_in_demand",
)
_RELATED = ("onet_soc_code", "related_onet_soc_code", "tier", "place")


class _Reader:
    """Reads the text files of one release; counts what it turns away."""

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._texts = texts
        self.rejections: Counter[str] = Counter()

    def _rows(
        self, stem: str, build: Callable[[Cells], Row], known: frozenset[str] | None = None
    ) -> list[Row]:
        if stem not in self._texts:
            raise SourceChanged(f"O*NET: {stem}.txt is missing. Fetch the whole release.")
        found = []
        for cells in onet_ratings.read_text_table(self._texts[stem], name=f"{stem}.txt"):
            try:
                if known is not None and cells["O*NET-SOC Code"] not in known:
                    self.rejections["unknown occupation"] += 1
                    continue
                found.append(build(cells))
            except KeyError as error:
                raise SourceChanged(
                    f"{stem}.txt: lacks the column {error}. Has the layout changed?"
                ) from error
            except ValueError:
                self.rejections["value is no number"] += 1
        return found

    def occupations(self) -> list[Row]:
        zones = {
            str(row[0]): row[1:]
            for row in self._rows("Job Zones", lambda c: (c["O*NET-SOC Code"], int(c["Job Zone"]), c["Date"]))
        }
        return self._rows(
            "Occupation Data",
            lambda c: (
                c["O*NET-SOC Code"], c["O*NET-SOC Code"][:7], c["Title"], c["Description"],
                *zones.get(c["O*NET-SOC Code"], (None, "")),
            ),
        )  # fmt: skip

    def job_zones(self) -> list[Row]:
        return self._rows(
            "Job Zone Reference",
            lambda c: (
                int(c["Job Zone"]), c["Name"], c["Experience"], c["Education"], c["Job Training"], c["Examples"],
                c["SVP Range"],
            ),
        )  # fmt: skip

    def titles(self, codes: frozenset[str]) -> list[Row]:
        alternate = self._rows(
            "Alternate Titles",
            lambda c: (
                c["O*NET-SOC Code"],
                c["Alternate Title"],
                _known(c["Short Title"]),
                "alternate",
                False,
            ),
            codes,
        )
        reported = self._rows(
            "Sample of Reported Titles",
            lambda c: (
                c["O*NET-SOC Code"],
                c["Reported Job Title"],
                "",
                "reported",
                c["Shown in My Next Move"] == "Y",
            ),
            codes,
        )
        return alternate + reported

    def tasks(self, codes: frozenset[str]) -> list[Row]:
        kinds = {"Core": "core", "Supplemental": "supplemental", "n/a": ""}
        return self._rows(
            "Task Statements",
            lambda c: (
                int(c["Task ID"]), c["O*NET-SOC Code"], c["Task"], kinds[c["Task Type"]],
                int(c["Incumbents Responding"]) if _known(c["Incumbents Responding"]) else None, c["Date"],
                c["Domain Source"],
            ),
            codes,
        )  # fmt: skip

    def elements(self) -> list[Row]:
        return self._rows(
            "Content Model Reference", lambda c: (c["Element ID"], c["Element Name"], c["Description"])
        )

    def technologies(self, codes: frozenset[str]) -> list[Row]:
        return self._rows(
            "Technology Skills",
            lambda c: (
                c["O*NET-SOC Code"], c["Example"], c["Commodity Code"], c["Commodity Title"],
                c["Hot Technology"] == "Y", c["In Demand"] == "Y",
            ),
            codes,
        )  # fmt: skip

    def related(self, codes: frozenset[str]) -> list[Row]:
        return self._rows(
            "Related Occupations",
            lambda c: (
                c["O*NET-SOC Code"],
                c["Related O*NET-SOC Code"],
                c["Relatedness Tier"],
                int(c["Index"]),
            ),
            codes,
        )


def _ratings(
    files: Mapping[str, bytes], codes: frozenset[str], rejections: Counter[str]
) -> tuple[list[Row], list[str]]:
    """The best file of each domain: O*NET's own before one reshaped by others, then the newest release."""
    best: dict[str, tuple[tuple[bool, tuple[int, int]], str]] = {}
    for path in files:
        about = onet_ratings.domain_of(_stem(path))
        if about:
            rank = (about["form"] == "publisher", _release(path))
            best[about["domain"]] = max(best.get(about["domain"], ((False, (0, 0)), "")), (rank, path))
    rows: list[Row] = []
    alarms = []
    newest = max((release for (_, release), _ in best.values()), default=(0, 0))
    for domain, ((is_own, release), path) in sorted(best.items()):
        read = onet_ratings.read_ratings if is_own else onet_ratings.read_reshaped_ratings
        number = f"{release[0]}.{release[1]}"
        found = read(
            files[path],
            name=path,
            domain=domain,
            release=number if is_own else f"{number} reshaped",
            occupations=codes,
        )
        rows += found.rows
        rejections.update(found.rejections)
        alarms += found.alarms
        if release != newest:
            alarms.append(f"{domain}: from release {number}; release {newest[0]}.{newest[1]} lacks it here.")
    for domain in sorted(set(onet_ratings.DOMAINS.values()) - set(best)):
        alarms.append(f"{domain}: is in no file of this load; pages say that it is not loaded.")
    return rows, alarms


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _release(path: str) -> tuple[int, int]:
    found = re.search(r"_(\d+)_(\d+)(?=_|/|$)", path.rpartition("/")[0])
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _known(text: str) -> str:
    return "" if text == "n/a" else text
