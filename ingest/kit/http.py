"""The only way to the network: TLS verified, timeouts and size limits set, private addresses refused."""

import ipaddress
import socket
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from ingest.errors import FetchFailed
from ingest.kit.document import Document

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
    ) -> None:
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
                    return self._read(response)
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
        content = bytearray()
        for chunk in response.iter_content(_CHUNK):
            content += chunk
            if len(content) > self._max_bytes:
                raise FetchFailed(f"{where}: larger than {self._max_bytes:,} bytes.", retryable=False)
        return Document(name=urlsplit(response.url).path.rsplit("/", 1)[-1], url=where, raw=bytes(content))

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
