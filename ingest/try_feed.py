"""`ingest try`: shows what would be read from an address or a file, and what would be rejected. Writes nothing."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from ingest.detect import Detected, detect_address, detect_document, embedded_board
from ingest.errors import IngestError, SourceChanged
from ingest.kit.document import Adapter, Alarm, Document, Fetcher, Rejection, Surroundings
from ingest.kit.envelopes import EnvelopeAdapter
from ingest.kit.http import HttpFetcher
from ingest.kit.mirror import read_local
from ingest.kit.reference import ReferenceAdapter
from ingest.registry import ADAPTERS
from ingest.wiring import surroundings_of
from portal.domain.errors import PortalError
from portal.domain.job_posting import PostingRecord
from portal.settings import Settings

MAX_DOCUMENTS = 15
"""A try looks at the first pages of a board; a run reads all."""
MAX_BYTES = 50_000_000
SHOWN = 5
_TIMEOUT_SECONDS = 30.0
_EXIT_NOTHING = 1


@dataclass
class TryReport:
    """What a try found, as `ingest try --json` prints it."""

    target: str
    adapter: str = ""
    why: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    documents: int = 0
    is_complete: bool = True
    taken: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    rejected_samples: list[dict[str, str]] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    waits_for: str = ""
    samples: list[dict[str, Any]] = field(default_factory=list)
    toml: str = ""
    error: str = ""


class _FirstPages:
    """Lets a try ask so often and no more."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self.asked = 0

    def get(
        self, url: str, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Document:
        self._count()
        return self._fetcher.get(url, params=params, headers=headers)

    def post_json(
        self, url: str, body: Mapping[str, Any], *, headers: Mapping[str, str] | None = None
    ) -> Document:
        self._count()
        return self._fetcher.post_json(url, body, headers=headers)

    def _count(self) -> None:
        self.asked += 1
        if self.asked > MAX_DOCUMENTS:
            raise _EnoughSeen


class _EnoughSeen(Exception):
    """Ends a try after its first pages."""


def try_target(target: str, fetcher: Fetcher, *, surroundings: Surroundings) -> TryReport:
    """Look at an address or a file of this machine, and tell what an adapter would read.

    Problems stand in the report as a sentence.
    """
    report = TryReport(target=target)
    try:
        if urlsplit(target).scheme in ("http", "https"):
            _try_address(report, _FirstPages(fetcher), surroundings)
        else:
            document = read_local(Path(target), max_bytes=MAX_BYTES)
            detected = detect_document(document)
            if detected is None:
                raise SourceChanged(_unknown(document.name))
            adapter = _adapter(report, detected, surroundings)
            _look(report, adapter, iter([document]))
    except (IngestError, PortalError) as error:
        report.error = str(error)
    if report.taken or (report.adapter and not report.error):
        report.toml = _toml(report)
    return report


def _try_address(report: TryReport, fetcher: _FirstPages, surroundings: Surroundings) -> None:
    detected = detect_address(report.target)
    if detected is not None:
        adapter = _adapter(report, detected, surroundings)
        _look(report, adapter, adapter.fetch(fetcher))
        return
    document = fetcher.get(report.target)
    # the whole address: its query can name the board or feed
    document = Document(
        name=document.name or urlsplit(report.target).netloc, url=report.target, raw=document.raw
    )
    detected = detect_document(document)
    if detected is None:
        raise SourceChanged(_unknown(report.target))
    adapter = _adapter(report, detected, surroundings)
    shows_other_board = embedded_board(document) is not None and detected.adapter.startswith("ats_")
    is_site = detected.adapter == "schema_org_pages" and "sitemap" in detected.options
    _look(report, adapter, adapter.fetch(fetcher) if shows_other_board or is_site else iter([document]))


def _adapter(report: TryReport, detected: Detected, surroundings: Surroundings) -> Adapter:
    report.adapter, report.why, report.options = detected.adapter, detected.why, dict(detected.options)
    is_handover = detected.adapter in ("jobposting_csv", "jobposting_xlsx") and not report.options
    if is_handover:
        report.options = {"folder": "handover"}
    adapter = ADAPTERS[detected.adapter](report.options, surroundings)
    if isinstance(adapter, ReferenceAdapter | EnvelopeAdapter):
        raise SourceChanged(f"{report.target}: reference data, not postings.")
    report.waits_for = "" if is_handover else adapter.waits_for()
    return adapter


def _look(report: TryReport, adapter: Adapter, documents: Iterator[Document]) -> None:
    reasons: Counter[str] = Counter()
    try:
        for document in documents:
            report.documents += 1
            for outcome in adapter.parse(document):
                if isinstance(outcome, Alarm):
                    report.alarms += [outcome.message] if outcome.message not in report.alarms else []
                elif isinstance(outcome, Rejection):
                    reasons[outcome.reason] += 1
                    if len(report.rejected_samples) < SHOWN:
                        report.rejected_samples.append(
                            {
                                "reason": outcome.reason,
                                "detail": outcome.detail,
                                "source_ref": outcome.source_ref,
                            }
                        )
                else:
                    report.taken += 1
                    if len(report.samples) < SHOWN:
                        report.samples.append(_sample(outcome))
    except _EnoughSeen:
        report.is_complete = False
    finally:
        report.rejected = dict(sorted(reasons.items()))


def _sample(record: PostingRecord) -> dict[str, Any]:
    sample = record.model_dump(mode="json", exclude_defaults=True)
    for name in ("description_html", "qualifications_html", "preferred_html"):
        if name in sample:
            sample[name.replace("_html", "_characters")] = len(sample.pop(name))
    return sample


def _unknown(name: str) -> str:
    return (
        f"{name}: no form that we know. Try the address of the employer's list of jobs, its RSS or XML feed, its "
        "sitemap, or a CSV or XLSX file (docs/connect-your-feeds.md)."
    )


def _toml(report: TryReport) -> str:
    """The file to save below config/sources; a person checks its title and licence, and turns it on."""
    if report.adapter in ("jobposting_csv", "jobposting_xlsx"):
        return ""  # files go into the folder that is there already
    name = str(report.options.get("board") or report.options.get("tenant") or "")
    host = urlsplit(next((str(v) for v in report.options.values() if str(v).startswith("http")), "")).hostname
    name = name or (host or "").removeprefix("www.") or Path(report.target).stem
    kind = report.adapter.removeprefix("ats_")
    key = re.sub(r"[^a-z0-9]+", "_", f"{kind}_{name}".lower()).strip("_")[:40].strip("_")
    homepage = report.target if report.target.startswith("http") else ""
    lines = [
        f"# {report.why[:1].upper()}{report.why[1:]}. Made by `ingest try`: check title and licence first.",
        *(f"{field} = {json.dumps(value, ensure_ascii=False)}" for field, value in (
            ("key", key), ("adapter", report.adapter), ("kind", "postings"), ("title", f"Jobs at {name}"),
            ("title_es", f"Empleos en {name}"), ("publisher", name), ("homepage", homepage),
            ("licence", "The employer's own public board: ask the employer, and write here what was agreed"),
            ("attribution", f"Job postings: {name}."), ("format", report.why), ("run_on", "documentation only"),
            ("run_on_note", f"tried once: {report.taken} read, {sum(report.rejected.values())} rejected"),
        )),
        "enabled = false",
        f'how_to_turn_on = "Check title and licence, then set enabled = true in config/sources/{key}.toml."',
        'schedule = { days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], time_utc = "09:00" }',
        "timeout_seconds = 60",
        "records = { min = 1, max = 5000, shrink = 0.5 }",
        "",
        "[options]",
        *(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in report.options.items()),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


@click.command("try")
@click.argument("target")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def try_command(settings: Settings, target: str, *, as_json: bool) -> None:
    """Show what would be read from TARGET, an address or a file. Nothing is written.

    Exit codes: 0 postings were read, 1 none were.
    """
    fetcher = HttpFetcher(timeout_seconds=_TIMEOUT_SECONDS, max_bytes=MAX_BYTES)
    report = try_target(target, fetcher, surroundings=surroundings_of(settings))
    click.echo(json.dumps(asdict(report), ensure_ascii=False, indent=2) if as_json else _story(report))
    if not report.taken:
        raise SystemExit(_EXIT_NOTHING)


def _story(report: TryReport) -> str:
    lines = [f"{report.target}: {report.why or 'not recognised'}"]
    if report.adapter:
        pages = "page" if report.documents == 1 else "pages"
        more = "" if report.is_complete else f" (the first {report.documents} only; a run reads all)"
        lines.append(
            f"  {report.documents} {pages} looked at{more}: {report.taken} "
            f"{'posting' if report.taken == 1 else 'postings'} would be read, "
            f"{sum(report.rejected.values())} rejected"
        )
    for sample in report.samples:
        lines.append(f"  + {sample['title']} | {sample.get('employer_name', 'no employer named')}")
        places = [
            place.get("text") or ", ".join(filter(None, (place.get("locality"), place.get("region"))))
            for place in sample.get("places", [])
        ]
        lines.append(
            f"      {'; '.join(filter(None, places)) or 'no place stated'}"
            f"{' | remote' if sample.get('is_remote') else ''}"
            f" | posted {sample.get('posted_on', 'unknown')}, last day {sample.get('valid_through_on', 'unknown')}"
        )
    lines += [f"  rejected: {count} × {reason}" for reason, count in report.rejected.items()]
    lines += [f"    {entry['source_ref'] or '-'}: {entry['detail']}" for entry in report.rejected_samples]
    lines += [f"  look at: {alarm}" for alarm in report.alarms]
    if report.waits_for:
        lines.append(f"  a source of this kind still needs {report.waits_for}")
    if report.error:
        lines.append(f"  {report.error}")
    if report.toml and not report.waits_for:
        key = report.toml.split('key = "', 1)[1].split('"', 1)[0]
        lines += ["", f"To connect it, save this as config/sources/{key}.toml:", "", report.toml]
    elif report.adapter in ("jobposting_csv", "jobposting_xlsx") and report.taken:
        lines += ["", "To connect it, put the file into the folder handover of the data directory."]
    lines.append("Nothing was written.")
    return "\n".join(lines)
