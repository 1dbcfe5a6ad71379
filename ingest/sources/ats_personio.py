"""Personio career pages.

Source: developer.personio.de, "Retrieving open job positions" (`https://{company}.jobs.personio.de/xml?language=en`:
all published positions, no key; employers switch the feed on).
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from ingest.errors import RecordRejected
from ingest.kit.ats_mapping import BoardAdapter, BoardOptions, places_of_texts, sort_sections
from ingest.kit.dates import parse_date
from ingest.kit.document import Document, Fetcher, Outcome, Surroundings
from ingest.kit.outcomes import map_rows
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.xml_text import read_xml_records
from portal.domain.job_posting import PostingRecord

_KINDS: dict[str, tuple[str, ...]] = {
    "": (), "permanent": (), "intern": ("INTERN",), "trainee": ("INTERN",), "freelance": ("CONTRACTOR",),
    "temporary": ("TEMPORARY",), "working_student": ("PART_TIME",), "apprenticeship": ("OTHER",),
}  # fmt: skip
_SCHEDULES: dict[str, tuple[str, ...]] = {
    "": (), "full-time": ("FULL_TIME",), "part-time": ("PART_TIME",),
    "full-or-part-time": ("FULL_TIME", "PART_TIME"),
}  # fmt: skip
_UNUSED = (
    "department", "recruitingCategory", "seniority", "yearsOfExperience", "keywords", "occupation",
    "occupationCategory",
)  # fmt: skip


class PersonioOptions(BoardOptions):
    """`[options]` of a source with this adapter."""

    host: Literal["jobs.personio.de", "jobs.personio.com"] = "jobs.personio.de"


class Personio(BoardAdapter):
    """Adapter for career pages on Personio."""

    example = "acme in acme.jobs.personio.de"

    def __init__(self, options: Mapping[str, Any], surroundings: Surroundings) -> None:
        known = PersonioOptions.model_validate(options)
        self._site = f"https://{known.board}.{known.host}"
        super().__init__(known.model_dump(exclude={"host"}), surroundings)

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """The one feed with all positions, in English where there is a translation."""
        yield fetcher.get(f"{self._site}/xml", params={"language": "en"})

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Positions to records."""
        positions = (
            fields
            for name, fields in read_xml_records(document, depth=1, roots=("workzag-jobs",))
            if name == "position"
        )
        unused = (*_UNUSED, *self._options.unused)
        yield from map_rows(document, positions, self._record, ref="id", unused=unused)

    def _record(self, row: StrictRow) -> PostingRecord:
        kind, schedule = row.pop_text("employmentType"), row.pop_text("schedule")
        for name, value, known in (("employmentType", kind, _KINDS), ("schedule", schedule, _SCHEDULES)):
            if value not in known:
                raise RecordRejected("unknown category", f"{name} is “{value[:40]}”")
        offices = [row.pop_text("office"), *row.pop_row("additionalOffices").pop_texts("office")]
        places, is_remote = places_of_texts(filter(None, offices))
        parts = row.pop_row("jobDescriptions").pop_rows("jobDescription")
        description, qualifications, preferred = sort_sections(
            (part.pop_text("name"), part.pop_text("value")) for part in parts
        )
        ref = row.pop_text("id", required=True)
        company = row.pop_text("subcompany")
        return build_record(
            source_ref=ref,
            title=row.pop_text("name", required=True),
            employer_name=company or self.employer_name,
            description_html=description,
            qualifications_html=qualifications,
            preferred_html=preferred,
            url=f"{self._site}/job/{ref}" if self.board else "",
            posted_on=parse_date(row.pop_text("createdAt"), field="createdAt"),
            employment_types=tuple(dict.fromkeys((*_SCHEDULES[schedule], *_KINDS[kind]))),
            places=places,
            is_remote=is_remote,
        )
