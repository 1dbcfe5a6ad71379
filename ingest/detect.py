"""Tells which adapter reads an address or a document, and with which options. Nothing is fetched here."""

import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from ingest.errors import RecordRejected, SourceChanged
from ingest.kit.document import Document
from ingest.kit.handover import HandoverForm
from ingest.kit.schema_org import read_page_postings
from ingest.kit.xml_text import read_xml_root

MAX_BYTES = 200_000_000
_XML_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_NAME = r"([A-Za-z0-9][A-Za-z0-9._-]*)"


@dataclass(frozen=True)
class Detected:
    """An adapter with the options that the address or document tells. `why` is a sentence for people."""

    adapter: str
    why: str
    options: Mapping[str, Any] = field(default_factory=dict)


_BOARDS: tuple[tuple[str, str, str, str], ...] = (
    # adapter, name for people, pattern of the host, pattern of the path (one of them catches the board's name)
    ("ats_greenhouse", "Greenhouse", r"(?:job-)?boards(?:\.eu)?\.greenhouse\.io", rf"/{_NAME}"),
    ("ats_greenhouse", "Greenhouse", r"boards-api\.greenhouse\.io", rf"/v1/boards/{_NAME}"),
    ("ats_lever", "Lever", r"jobs(?:\.eu)?\.lever\.co", rf"/{_NAME}"),
    ("ats_lever", "Lever", r"api(?:\.eu)?\.lever\.co", rf"/v0/postings/{_NAME}"),
    ("ats_ashby", "Ashby", r"jobs\.ashbyhq\.com", rf"/{_NAME}"),
    ("ats_ashby", "Ashby", r"api\.ashbyhq\.com", rf"/posting-api/job-board/{_NAME}"),
    ("ats_workable", "Workable", r"apply\.workable\.com", rf"/(?:api/v1/widget/accounts/)?{_NAME}"),
    ("ats_workable", "Workable", rf"(?!www\.|apply\.){_NAME}\.workable\.com", r""),
    ("ats_smartrecruiters", "SmartRecruiters", r"(?:jobs|careers)\.smartrecruiters\.com", rf"/{_NAME}"),
    ("ats_smartrecruiters", "SmartRecruiters", r"api\.smartrecruiters\.com", rf"/v1/companies/{_NAME}"),
    ("ats_recruitee", "Recruitee", rf"(?!www\.|api\.|docs\.){_NAME}\.recruitee\.com", r""),
    ("ats_teamtailor", "Teamtailor", rf"(?!www\.|api\.|support\.){_NAME}\.teamtailor\.com", r""),
    ("ats_personio", "Personio", rf"{_NAME}\.jobs\.personio\.(?:de|com)", r""),
    ("ats_jazzhr", "JazzHR", rf"(?!www\.|app\.){_NAME}\.applytojob\.com", r""),
    ("ats_jazzhr", "JazzHR", r"app\.jazz\.co", rf"/feeds/export/jobs/{_NAME}"),
    ("ats_icims", "iCIMS", rf"(?!www\.|api\.){_NAME}\.icims\.com", r""),
    ("ats_jobvite", "Jobvite", r"jobs\.jobvite\.com", rf"/(?:careers/)?{_NAME}"),
    (
        "ats_rippling",
        "Rippling",
        r"ats\.rippling\.com",
        rf"/(?:[a-z]{{2}}-[A-Z]{{2}}/)?(?:api/v2/board/)?{_NAME}",
    ),
)
_WORKDAY = re.compile(r"^([a-z0-9_-]+)\.(wd\d+)\.myworkdayjobs\.com$", re.I)
_EMBEDDED = re.compile(
    r"""https?:(?://|\\/\\/)[^\s"'<>]*(?:greenhouse\.io|lever\.co|ashbyhq\.com|workable\.com|smartrecruiters\.com"""
    r"""|recruitee\.com|teamtailor\.com|personio\.(?:de|com)|applytojob\.com|myworkdayjobs\.com|icims\.com"""
    r"""|jobvite\.com|rippling\.com|avature\.net)[^\s"'<>]*"""
)


def detect_address(url: str) -> Detected | None:
    """The adapter of a public board's address; None when the address alone does not tell."""
    parts = urlsplit(url)
    host, path = (parts.hostname or "").lower(), unquote(parts.path)
    if "greenhouse.io" in host and "/embed/" in path and (names := parse_qs(parts.query).get("for")):
        return Detected("ats_greenhouse", f"a board on Greenhouse: {names[0]}", {"board": names[0]})
    if found := _WORKDAY.match(host):
        return _workday(found[1], host, path)
    for adapter, name, host_pattern, path_pattern in _BOARDS:
        on_host = re.fullmatch(host_pattern, host)
        on_path = re.match(path_pattern, path) if on_host else None
        if on_host is None or on_path is None:
            continue
        board = next((text for text in (*on_host.groups(), *on_path.groups()) if text), "")
        if not board:
            continue
        options: dict[str, Any] = {"board": board}
        if adapter == "ats_lever" and ".eu." in host:
            options["is_european"] = True
        if adapter == "ats_personio" and host.endswith(".com"):
            options["host"] = "jobs.personio.com"
        return Detected(adapter, f"a board on {name}: {board}", options)
    if host.endswith(".avature.net"):
        site = "/".join(path.split("/JobDetail")[0].split("/SearchJobs")[0].rstrip("/").split("/")[:3])
        return Detected(
            "ats_avature", "a career site on Avature", {"site": f"https://{host}{site or '/careers'}"}
        )
    if host.endswith("governmentjobs.com") and (found := re.match(rf"/careers/{_NAME}", path)):
        feed = f"https://www.governmentjobs.com/SearchEngine/JobsFeed?agency={found[1]}"
        return Detected("neogov_rss", f"an agency on NEOGOV: {found[1]}", {"url": feed})
    return None


def _workday(tenant: str, host: str, path: str) -> Detected | None:
    parts = [part for part in path.split("/") if part]
    if parts[:2] == ["wday", "cxs"]:
        parts = parts[3:]
    elif parts and re.fullmatch(r"[a-z]{2}-[A-Z]{2}", parts[0]):
        parts = parts[1:]
    if not parts:
        return None
    return Detected(
        "ats_workday",
        f"a career site on Workday: {tenant}, {parts[0]}",
        {"host": host, "tenant": tenant, "site": parts[0]},
    )


def detect_document(document: Document) -> Detected | None:
    """The adapter that reads a document by its form; None when no adapter does.

    Raises: SourceChanged when it is damaged.
    """
    content = document.content(max_bytes=MAX_BYTES).lstrip()
    web = {"url": document.url} if document.url.startswith("http") else {}
    if content[:4] == b"PK\x03\x04":
        return _workbook(content)
    if content[:1] in (b"{", b"["):
        return _json_kind(content)
    if content.startswith(_XML_STARTS) and (found := _xml_kind(document, content, web)):
        return found
    if b"<html" in content[:5000].lower() or content[:9].lower() == b"<!doctype":
        return _page_kind(document, web)
    first = content[:20_000].decode("utf-8-sig", "replace").splitlines()[:1]
    cells = re.split(r"[,;\t]", first[0]) if first else []
    if HandoverForm.knows([cell.strip(' "') for cell in cells]):
        return Detected("jobposting_csv", "a hand-over CSV", web)
    return None


def _workbook(content: bytes) -> Detected | None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            if "xl/workbook.xml" in package.namelist():
                return Detected("jobposting_xlsx", "a hand-over workbook")
    except zipfile.BadZipFile:
        pass
    return None


def _xml_kind(document: Document, content: bytes, web: Mapping[str, str]) -> Detected | None:
    root, _ = read_xml_root(document)
    start = content[:100_000]
    if root == "rss" and b"www.neogov.com/namespaces/JobListing" in start:
        return Detected("neogov_rss", "a NEOGOV feed", web)
    if root == "rss" and b"teamtailor.com/locations" in start:
        return Detected("ats_teamtailor", "a Teamtailor feed")
    if root in ("rss", "feed", "RDF"):
        return Detected("feed", "an RSS or Atom feed", web)
    if root == "jobs" and b"JazzHR" in start:
        return Detected("ats_jazzhr", "a JazzHR feed")
    if root in ("source", "jobs"):
        return Detected("indeed_xml", "an XML feed in the form of Indeed", web)
    if root == "workzag-jobs":
        return Detected("ats_personio", "a Personio feed")
    if root == "ShowPositionOpening":
        return Detected("usajobs_bulk", "a bulk file of USAJOBS in its old form", web)
    if root in ("urlset", "sitemapindex"):
        return Detected("schema_org_pages", "a sitemap", {"sitemap": document.url} if web else {})
    return None


_LISTS: tuple[tuple[str, str, str, str], ...] = (
    # name of the list, a field of its entries, adapter, name for people
    ("", "hostedUrl", "ats_lever", "an answer of Lever"),
    ("jobs", "absolute_url", "ats_greenhouse", "an answer of Greenhouse"),
    ("jobs", "isListed", "ats_ashby", "an answer of Ashby"),
    ("jobs", "jobUrl", "ats_ashby", "an answer of Ashby"),
    ("jobs", "shortcode", "ats_workable", "an answer of Workable"),
    ("offices", "departments", "ats_greenhouse", "an answer of Greenhouse"),
    ("departments", "jobs", "ats_greenhouse", "an answer of Greenhouse"),
    ("offers", "careers_url", "ats_recruitee", "an answer of Recruitee"),
    ("content", "releasedDate", "ats_smartrecruiters", "an answer of SmartRecruiters"),
    ("jobPostings", "externalPath", "ats_workday", "a list of a Workday career site"),
    ("results", "redirect_url", "adzuna", "an answer of Adzuna"),
    ("results", "refs", "themuse", "an answer of The Muse"),
    ("Jobs", "JvId", "careeronestop", "an answer of CareerOneStop"),
    ("items", "locations", "ats_rippling", "a list of a Rippling board"),
)


def _json_kind(content: bytes) -> Detected | None:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise SourceChanged(f"the document is cut off or not JSON ({error}).") from error
    for name, known, adapter, why in _LISTS:
        entries = answer if not name else answer.get(name) if isinstance(answer, dict) else None
        if isinstance(entries, list) and any(isinstance(e, dict) and known in e for e in entries):
            return Detected(adapter, why)
    if isinstance(answer, dict):
        for name, adapter, why in (
            ("SearchResult", "usajobs", "an answer of the USAJOBS Search API"),
            ("jobPostingInfo", "ats_workday", "a job of a Workday career site"),
            ("jobAd", "ats_smartrecruiters", "a posting of SmartRecruiters"),
            ("payRangeDetails", "ats_rippling", "a job of a Rippling board"),
        ):
            if name in answer:
                return Detected(adapter, why)
    return None


def _page_kind(document: Document, web: Mapping[str, str]) -> Detected | None:
    if b"jv-job-detail-description" in document.raw:
        return Detected("ats_jobvite", "a job page of Jobvite")
    if b"sr:job-ad-id" in document.raw:
        return Detected("ats_smartrecruiters", "a job page of SmartRecruiters")
    try:
        postings, _ = read_page_postings(document)
    except RecordRejected as error:
        raise SourceChanged(f"{document.name}: {error}") from error
    if postings:
        count = (
            "a page with a job posting" if len(postings) == 1 else f"a page with {len(postings)} job postings"
        )
        return Detected(
            "schema_org_pages", f"{count} (schema.org)", {"list_page": document.url} if web else {}
        )
    return embedded_board(document)


def embedded_board(document: Document) -> Detected | None:
    """The public board that a web page links to or shows inside itself."""
    for address in _EMBEDDED.findall(document.raw.decode("utf-8", "replace")):
        found = detect_address(address.replace("\\/", "/").replace("&amp;", "&"))
        if found is not None:
            return Detected(found.adapter, f"the page shows {found.why}", found.options)
    return None
