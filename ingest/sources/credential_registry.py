"""The Credential Registry: its list of envelopes, its feed of changes, its bulk download.

Source: github.com/CredentialEngine/CredentialRegistry, `app/api/v1/envelopes.rb` (`/{community}/envelopes`, at most 200
a page), `app/api/v1/envelope_events.rb` (`/{community}/envelopes/events?after=`), its walkthrough (`include_deleted`)
and docs/11_registry_changeset_sync.md (zip), read on 2026-11-22. By documentation only: the Registry itself was never
asked; what it was run on are Credential Engine's own samples.
"""

import io
import json
import re
import time
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import Field

from ingest.errors import FetchFailed, SourceChanged
from ingest.kit.document import Document, Fetcher, Rejection, Surroundings
from ingest.kit.envelopes import CHANGES, EnvelopeOutcome, Gone
from ingest.kit.json_text import parse_json
from ingest.kit.registry_envelope import (
    CTID,
    NOT_JSON,
    is_envelope,
    judge_envelope,
    judge_text,
    read_entries,
)
from portal.domain.model import DataModel

ENVELOPE_BYTES = 5_000_000
_MEMBER = re.compile(r"(?:^|/)(ce-[0-9a-f-]{36})\.json$", re.IGNORECASE)
_IS_GONE = {"create": False, "update": False, "destroy": True}


class CredentialRegistryOptions(DataModel):
    """`[options]` of a source with this adapter. Units: hours, seconds."""

    host: str = Field(default="https://credentialengineregistry.org", pattern=r"^https?://[^/\s]+$")
    community: str = Field(default="ce-registry", pattern=r"^[a-z0-9_-]+$")
    page_size: int = Field(default=200, ge=1, le=200)
    max_pages: int = Field(
        default=500, ge=1, le=5_000, description="of the list; the Registry has some 2,000"
    )
    max_changes: int = Field(default=5_000, ge=1, description="more than these: the whole list is read")
    overlap_hours: float = Field(
        default=24, ge=0, le=720, description="changes are asked for from so much earlier"
    )
    pause_seconds: float = Field(default=1.0, ge=0, le=60)
    bulk_url: str = Field(
        default="",
        pattern=r"^(https?://\S+)?$",
        description="a zip to begin with, as the Registry gives it out",
    )


class CredentialRegistry:
    """Adapter for one community of a Credential Registry."""

    is_local = False

    def __init__(self, options: Mapping[str, Any], surroundings: Surroundings) -> None:
        self._options = CredentialRegistryOptions.model_validate(options)
        self._key = surroundings.keys.get("credential_registry_api_key", "")

    def waits_for(self) -> str:
        """Nothing: the list can be read without a key."""
        return ""

    def fetch_envelopes(self, fetcher: Fetcher, *, since: datetime | None) -> Iterator[Document]:
        """Everything, or the feed of changes and each envelope that it names, once."""
        if since is None:
            yield from self._everything(fetcher)
            return
        after = (since - timedelta(hours=self._options.overlap_hours)).astimezone(UTC)
        asked = {"after": after.strftime("%Y-%m-%dT%H:%M:%SZ")}
        pages, newest = [], dict[str, tuple[bool, str]]()
        for page in self._pages(fetcher, "/events", name=CHANGES, params=asked):
            pages.append(page)
            _note_events(page, newest)
        changed = [ref for ref, (is_gone, _) in newest.items() if not is_gone]
        if len(changed) > self._options.max_changes:
            yield from self._everything(fetcher)
            return
        yield from pages
        for ref in changed:
            time.sleep(self._options.pause_seconds)
            try:
                document = self._get(fetcher, f"/{ref}")
            except FetchFailed as error:
                if error.status in (404, 410):  # deleted since; the next feed says so
                    continue
                raise
            yield Document(name=f"{ref}.json", url=document.url, raw=document.raw)

    def parse_envelopes(self, document: Document) -> Iterator[EnvelopeOutcome]:
        """Of a zip its members, of a feed of changes what was deleted, of a page its envelopes."""
        if document.name.startswith(CHANGES):
            newest: dict[str, tuple[bool, str]] = {}
            _note_events(document, newest)
            yield from (Gone(ref, at) for ref, (is_gone, at) in newest.items() if is_gone)
            return
        with document.open_raw() as stream:
            is_zip = stream.read(2) == b"PK"
        if is_zip:
            yield from self._members(document)
            return
        entries = read_entries(document)
        if entries is None:
            value = parse_json(document)
            if isinstance(value, dict) and isinstance(value.get("errors"), list):
                said = str(value["errors"])[:120]
                raise SourceChanged(f"{document.name}: the Registry answered with errors: {said}")
            entries = [value]
        elif entries and not any(_stands_alone(one) for one in entries):
            entries = [entries]  # the nodes of one resource, not a page of envelopes
        for number, one in enumerate(entries, start=1):
            name = f"{document.name}, entry {number}" if len(entries) > 1 else document.name
            yield judge_envelope(one, name=name, community=self._options.community)

    def judge_again(self, record: Mapping[str, Any]) -> EnvelopeOutcome:
        """A rejected record once more."""
        name, community = str(record.get("name", "")), self._options.community
        if "text" in record:
            return judge_text(str(record["text"]), name=name, community=community)
        if "envelope" in record:
            return judge_envelope(record["envelope"], name=name, community=community)
        return Rejection("not kept", f"{name}: only its size was kept. Fetch it again.", record=dict(record))

    def _everything(self, fetcher: Fetcher) -> Iterator[Document]:
        if self._options.bulk_url:
            yield fetcher.get(self._options.bulk_url, headers=self._headers(self._options.bulk_url))
        else:
            yield from self._pages(fetcher, "", name="page-", params={"include_deleted": "true"})

    def _pages(
        self, fetcher: Fetcher, path: str, *, name: str, params: Mapping[str, str]
    ) -> Iterator[Document]:
        """Pages up to the first empty one: the Registry may give fewer a page than were asked for."""
        for number in range(1, self._options.max_pages + 1):
            if number > 1:
                time.sleep(self._options.pause_seconds)
            asked = {**params, "page": str(number), "per_page": str(self._options.page_size)}
            got = self._get(fetcher, path, params=asked)
            entries = read_entries(got)
            if entries is None:
                said = got.raw[:120].decode("utf-8", "replace")
                raise SourceChanged(f"{got.url}: not a list. It begins: {said}")
            if entries or number == 1:
                yield Document(name=f"{name}{number}.json", url=got.url, raw=got.raw)
            if not entries:
                return
        raise FetchFailed(
            f"the Registry has more than {self._options.max_pages} pages. Set options.bulk_url to its bulk download, "
            "or raise options.max_pages.",
            retryable=False,
        )

    def _get(self, fetcher: Fetcher, path: str, *, params: Mapping[str, str] | None = None) -> Document:
        url = f"{self._options.host}/{self._options.community}/envelopes{path}"
        return fetcher.get(url, params=params, headers=self._headers(url))

    def _headers(self, url: str) -> dict[str, str]:
        """The key goes to the Registry alone, not to where its downloads lie."""
        headers = {"Accept": "application/json"}
        if self._key and url.startswith(f"{self._options.host}/"):
            headers["Authorization"] = f"Token {self._key}"
        return headers

    def _members(self, document: Document) -> Iterator[EnvelopeOutcome]:
        """Of the bulk download (`<ctid>.json`) or a set of changes (`upserts/graphs/`, `deletes/graphs/`)."""
        try:
            with zipfile.ZipFile(document.path or io.BytesIO(document.raw)) as archive:
                for member in archive.infolist():
                    folders = member.filename.split("/")[:-1]
                    # metadata says nothing of a resource; resources are the nodes of the graphs once more
                    again = "metadata" in folders or folders[:1] + folders[1:2] in (
                        ["upserts", "resources"],
                        ["deletes", "resources"],
                    )
                    if not member.is_dir() and not again:
                        yield self._member(archive, member)
        except zipfile.BadZipFile as error:
            raise SourceChanged(
                f"{document.name}: the zip is damaged or cut off ({error}). Fetch it again."
            ) from error

    def _member(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> EnvelopeOutcome:
        name, found = member.filename, _MEMBER.search(member.filename)
        ref = found[1].lower() if found else ""
        record: dict[str, Any] = {"name": name, "bytes": member.file_size}
        try:
            with archive.open(member) as stream:
                raw = stream.read(ENVELOPE_BYTES + 1)  # a zip may lie about the size
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            return Rejection("damaged in the zip", f"{name}: {error}"[:200], source_ref=ref, record=record)
        if len(raw) > ENVELOPE_BYTES:
            detail = f"{name}: more than {ENVELOPE_BYTES:,} bytes"
            return Rejection("too large", detail, source_ref=ref, record=record)
        text = raw.decode("utf-8-sig", "replace")
        if not (name.startswith("deletes/") and ref):
            return judge_text(text, name=name, community=self._options.community, ref=ref)
        try:
            return Gone(ref, str(json.loads(text)["deleted_at"]))
        except (ValueError, TypeError, KeyError, RecursionError):
            return Rejection(NOT_JSON, name, source_ref=ref, record=record)


def _stands_alone(entry: object) -> bool:
    return is_envelope(entry) or (isinstance(entry, dict) and ("@context" in entry or "@graph" in entry))


def _note_events(page: Document, newest: dict[str, tuple[bool, str]]) -> None:
    """Note in `newest`, by CTID, whether it was deleted and when; the latest counts. Raises: SourceChanged."""
    for entry in read_entries(page) or ():
        ref = str(entry.get("envelope_ceterms_ctid", "")).lower() if isinstance(entry, dict) else ""
        if not CTID.fullmatch(ref) or entry.get("event") not in _IS_GONE:
            raise SourceChanged(
                f"{page.name}: an event without CTID or of an unknown kind: {str(entry)[:120]}. The feed has changed."
            )
        at = str(entry.get("created_at", ""))
        if ref not in newest or at > newest[ref][1]:
            newest[ref] = (_IS_GONE[entry["event"]], at)
