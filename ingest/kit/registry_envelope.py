"""One envelope of the Credential Registry: whose it is, and whether it can be taken. Its CTDL is not read here."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.errors import SourceChanged
from ingest.kit.document import Document, Rejection
from ingest.kit.envelopes import Envelope, EnvelopeOutcome, Gone
from ingest.kit.json_text import parse_json

CTID = re.compile(r"ce-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
KEPT_BYTES = 500_000
"""A rejected envelope that is larger is kept by its size alone; its bytes stand in the archive."""
MAX_DEPTH = 100
NOT_JSON = "not JSON, or cut off"
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},]', re.DOTALL)
_ORGANISATIONS = frozenset(
    {"ceterms:CredentialOrganization", "ceterms:QACredentialOrganization", "ceterms:Organization"}
)


def read_entries(document: Document) -> list[Any] | None:
    """The entries of a page; None where it holds one value that is no list. One that is nested too deep stays text.

    Raises: SourceChanged when the page is empty, cut off, HTML or not JSON.
    """
    try:
        value = parse_json(document)
    except SourceChanged as error:
        if not isinstance(error.__cause__, RecursionError):
            raise
        # one publisher's record must not hold up all the others
        return list(_split(document.content(max_bytes=1_000_000_000).decode("utf-8-sig", "replace")))
    return value if isinstance(value, list) else None


def judge_text(text: str, *, name: str, community: str, ref: str = "") -> EnvelopeOutcome:
    """What a file that holds one envelope or resource is worth. `ref`: its CTID by its name, if it has one."""
    try:
        value = parse_json(Document(name=name, url="", raw=text.encode()))
    except SourceChanged as error:
        deep = isinstance(error.__cause__, RecursionError)
        kept = text.replace("\x00", "\N{REPLACEMENT CHARACTER}")[:KEPT_BYTES]
        return Rejection(
            "nested too deep" if deep else NOT_JSON,
            str(error)[:200],
            source_ref=ref,
            record={"name": name, "text": kept},
        )
    return judge_envelope(value, name=name, community=community)


def judge_envelope(value: Any, *, name: str, community: str) -> EnvelopeOutcome:
    """What one envelope, or a resource without one, is worth to a reader of `community`."""
    if isinstance(value, str):
        return judge_text(value, name=name, community=community)
    if depth_of(value) > MAX_DEPTH:
        return Rejection(
            "nested too deep", f"{name}: more than {MAX_DEPTH} levels", record={"name": name, "bytes": 0}
        )
    value = {"@graph": value} if isinstance(value, list) else value

    def reject(reason: str, detail: str, ref: str = "") -> Rejection:
        size = len(json.dumps(value))
        kept = {"envelope": value} if size <= KEPT_BYTES else {"bytes": size}
        return Rejection(reason, f"{name}: {detail}"[:200], source_ref=ref, record={"name": name, **kept})

    if not isinstance(value, dict):
        return reject("not an envelope", type(value).__name__)
    if not is_envelope(value):
        ref = ctid_of(value)
        if not ref:
            return reject("no CTID", "neither an envelope nor a resource with a CTID")
        return Envelope(ref, name, value, **_who(value))
    resource = value.get("decoded_resource")
    ref = str(value.get("envelope_ceterms_ctid") or "").lower()
    if not CTID.fullmatch(ref):
        ref = ctid_of(resource) if isinstance(resource, dict) else ""
    if not ref:
        return reject("no CTID", f"envelope_ceterms_ctid is “{str(value.get('envelope_ceterms_ctid'))[:60]}”")
    if (kind := value.get("envelope_type", "resource_data")) != "resource_data":
        return reject("not a resource", f"envelope_type is “{str(kind)[:40]}”", ref)
    stated = str(value.get("envelope_community") or community).replace("-", "_")
    if stated != community.replace("-", "_"):
        return reject("another community", f"“{stated[:60]}”", ref)
    if isinstance(resource, dict) and (inside := ctids_in(resource)) and ref not in inside:
        return reject("CTID differs", f"the envelope says {ref}, the resource {min(inside)}", ref)
    headers = value.get("node_headers")
    headers = headers if isinstance(headers, dict) else {}
    if deleted_at := value.get("deleted_at") or headers.get("deleted_at"):
        return Gone(ref, str(deleted_at))
    updated_at = str(value.get("updated_at") or headers.get("updated_at") or "")
    return Envelope(ref, name, value, updated_at=updated_at, **_who(resource))


def is_envelope(value: Any) -> bool:
    """An object in the form of the Registry's envelopes."""
    return isinstance(value, dict) and "envelope_version" in value


def ctids_in(resource: Mapping[str, Any]) -> set[str]:
    """All CTIDs that the resource's nodes have, in small letters."""
    found = (node.get(key) for node in _nodes(resource) for key in ("ceterms:ctid", "ctid"))
    return {one.lower() for one in found if isinstance(one, str) and CTID.fullmatch(one.lower())}


def ctid_of(resource: Mapping[str, Any]) -> str:
    """Of a graph that of its own address, else of its first node; empty where there is none."""
    if own := CTID.search(str(resource.get("@id", "")).lower()):
        return own[0]
    return min((ctid for node in _nodes(resource)[:1] for ctid in ctids_in(node)), default="")


def depth_of(value: Any) -> int:
    """How deep lists and objects stand within each other, at most one more than is allowed. Without recursion."""
    level = [value]
    for depth in range(MAX_DEPTH + 1):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return depth
    return MAX_DEPTH + 1


def _nodes(resource: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    graph = resource.get("@graph")
    return [node for node in (graph if isinstance(graph, list) else [resource]) if isinstance(node, dict)]


def _who(resource: Any) -> dict[str, Any]:
    """Whether it is an organisation, and its English or first name."""
    node = next(iter(_nodes(resource)), {}) if isinstance(resource, dict) else {}
    kind, name = node.get("@type"), node.get("ceterms:name")
    kinds = kind if isinstance(kind, list) else [kind]
    if isinstance(name, dict):
        english = [text for tag, text in name.items() if str(tag).lower().startswith("en")]
        name = next(iter(english or list(name.values())), "")
    is_organisation = any(one in _ORGANISATIONS for one in kinds if isinstance(one, str))
    return {"is_organisation": is_organisation, "title": name if isinstance(name, str) else ""}


def _split(text: str) -> Iterator[Any]:
    """The entries of a list, by its signs alone: each as its value, or as text where it is nested too deep."""
    depth, start = 0, 0
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in "[{":
            depth += 1
            start = token.end() if depth == 1 else start
        elif (sign == "," and depth == 1) or (sign in "]}" and depth == 1):
            if piece := text[start : token.start()].strip():
                try:
                    yield parse_json(Document(name="entry", url="", raw=piece.encode()))
                except SourceChanged:
                    yield piece
            start = token.end()
            depth -= sign in "]}"
        elif sign in "]}":
            depth -= 1
