"""The only way to the network: TLS verified, timeouts and size limits set, private addresses refused."""

import ipaddress
import socket
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from ingest.errors import FetchFailed
from ingest.kit.document import HELD_IN_MEMORY, Document
from ingest.kit.page_memory import PageMemory

USER_AGENT = "Rungs-ingest/1 (career pathway explorer)"
MAX_REDIRECTS = 5
ATTEMPTS = 4
_RETRY_STATUS = frozenset({429, 500, 502, 503, 504})
_CHUNK = 65_536


class HttpFetcher:
    """Gets documents with bounded time, size and redirects; GET is repeated where that may help.

    Units: seconds, bytes.
    """

    def __init__(
        self,
        *,
        timeout_seconds: float,
        max_bytes: int,
        allow_private_addresses: bool = False,
        wait: Callable[[float], None] | None = None,
        total_seconds: float | None = None,
        memory: PageMemory | None = None,
        spool: Path | None = None,
    ) -> None:
        """`timeout_seconds` is for one silence of the server, `total_seconds` for one document (20 times as long unless
        told). With `memory` only what changed is asked for. `spool` is a folder for large documents while they come.
        """
        self._total = total_seconds if total_seconds is not None else 20 * timeout_seconds
        self._memory, self._spool = memory, spool
        self._timeout = timeout_seconds
        self._max_bytes = max_bytes
        self._allow_private = allow_private_addresses
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy or netrc that nobody wrote into the settings
        self._session.headers.update({"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate"})
        self._retrying = Retrying(
            retry=retry_if_exception(lambda error: isinstance(error, FetchFailed) and error.retryable),
            stop=stop_after_attempt(ATTEMPTS),
            wait=wait_exponential_jitter(initial=1, max=30),
            reraise=True,
            sleep=wait or time.sleep,
        )

    def get(
        self, url: str, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Document:
        """One document.

        Raises: FetchFailed with the address (never a key) and what to do.
        """
        return self._retrying(self._ask_once, url, dict(params or {}), dict(headers or {}), None)

    def post_json(
        self, url: str, body: Mapping[str, Any], *, headers: Mapping[str, str] | None = None
    ) -> Document:
        """The answer to a search that is asked by POST and changes nothing, so that it may be asked again.

        Raises: FetchFailed as `get`; a redirect is refused.
        """
        return self._retrying(self._ask_once, url, {}, dict(headers or {}), dict(body))

    def _ask_once(
        self, url: str, params: dict[str, str], headers: dict[str, str], body: dict[str, Any] | None
    ) -> Document:
        first_host = urlsplit(url).hostname
        key = PageMemory.key(url, params, headers)
        known = self._memory.recall(key) if self._memory is not None and body is None else None
        if known is not None:
            headers = {**headers, **known[0]}
        for _ in range(MAX_REDIRECTS + 1):
            self._refuse_unsafe(url)
            # a key must not travel to another host
            sent = headers if urlsplit(url).hostname == first_host else {}
            try:
                with self._session.request(
                    "GET" if body is None else "POST",
                    url,
                    params=params,
                    json=body,
                    headers=sent,
                    timeout=self._timeout,
                    stream=True,
                    allow_redirects=False,
                ) as response:
                    if response.is_redirect and body is not None:
                        raise FetchFailed(
                            f"{_shown(url)}: redirects a search. Has the board moved?", retryable=False
                        )
                    if response.is_redirect:
                        url, params = urljoin(response.url, response.headers["location"]), {}
                        continue
                    if response.status_code == requests.codes.not_modified and known is not None:
                        return known[1].as_not_modified()
                    document = self._read(response)
                    if self._memory is not None and body is None:
                        self._memory.keep(
                            key,
                            document,
                            etag=response.headers.get("etag", ""),
                            last_modified=response.headers.get("last-modified", ""),
                        )
                    return document
            except requests.exceptions.SSLError as error:
                raise FetchFailed(
                    f"{_shown(url)}: its certificate is not valid ({error}).", retryable=False
                ) from error
            except requests.RequestException as error:
                raise FetchFailed(
                    f"{_shown(url)}: {type(error).__name__}. Is the network up?", retryable=True
                ) from error
        raise FetchFailed(f"{_shown(url)}: more than {MAX_REDIRECTS} redirects.", retryable=False)

    def _read(self, response: requests.Response) -> Document:
        where = _shown(response.url)
        if response.status_code != requests.codes.ok:
            raise FetchFailed(
                f"{where}: the server answered {response.status_code} {response.reason}."
                + (" Check the key." if response.status_code in (401, 403) else ""),
                retryable=response.status_code in _RETRY_STATUS,
                status=response.status_code,
            )
        name = urlsplit(response.url).path.rsplit("/", 1)[-1]
        ends_at = time.monotonic() + self._total
        content, file, size = bytearray(), None, 0
        try:
            # read1: what is there, so that a server that drips bytes cannot hold us past the end of the time
            while piece := response.raw.read1(_CHUNK, decode_content=True):
                size += len(piece)
                if size > self._max_bytes:
                    raise FetchFailed(f"{where}: larger than {self._max_bytes:,} bytes.", retryable=False)
                if time.monotonic() > ends_at:
                    raise FetchFailed(
                        f"{where}: still not complete after {self._total:g} seconds. Raise timeout_seconds if that is "
                        "right.",
                        retryable=False,
                    )
                if file is None and self._spool is not None and size > HELD_IN_MEMORY:
                    file = tempfile.NamedTemporaryFile(dir=self._spool, delete=False)  # noqa: SIM115 - the folder goes
                    file.write(content)
                    content.clear()
                (file.write if file is not None else content.extend)(piece)
        except urllib3.exceptions.HTTPError as error:
            raise FetchFailed(
                f"{where}: broke off ({type(error).__name__}). Is the network up?", retryable=True
            ) from error
        finally:
            if file is not None:
                file.close()
        if file is not None:
            return Document(name=name, url=where, path=Path(file.name))
        return Document(name=name, url=where, raw=bytes(content))

    def _refuse_unsafe(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchFailed(f"{_shown(url)}: only http and https addresses are fetched.", retryable=False)
        if self._allow_private:
            return
        try:
            found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
        except OSError as error:
            raise FetchFailed(
                f"{parts.hostname}: the name is not found. Is the network up?", retryable=True
            ) from error
        for entry in found:
            if not ipaddress.ip_address(str(entry[4][0]).split("%")[0]).is_global:
                raise FetchFailed(
                    f"{parts.hostname} lies in a private network. Set allow_private_addresses = true in the "
                    "source's file if that is meant.",
                    retryable=False,
                )


def _shown(url: str) -> str:
    """The address without query, which can hold a key."""
    return urlsplit(url)._replace(query="", fragment="", netloc=urlsplit(url).hostname or "").geturl()
