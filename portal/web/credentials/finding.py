"""Which credentials fit what somebody typed and chose."""

import unicodedata
from urllib.parse import urlencode

from flask import current_app
from werkzeug.datastructures import MultiDict

from portal.domain.credential import Credential, CredentialKind, CredentialStatus
from portal.domain.errors import InvalidCode, SearchUnavailable
from portal.domain.model import DataModel
from portal.search.port import SearchEngine, SearchKind, SearchQuery
from portal.web.knowledge import Knowledge
from portal.web.page_number import parse_page
from portal.web.words import credential_name, find_cluster

PAGE_SIZE = 24


class CredentialFilters(DataModel):
    """Text and filters of the list, as they stand in the address."""

    text: str = ""
    cluster: str = ""
    kind: CredentialKind | None = None
    page: int = 1

    def url(self, page: int) -> str:
        """The address of another page of the same list."""
        pairs = [
            ("q", self.text),
            ("cluster", self.cluster),
            ("kind", self.kind.value if self.kind else ""),
            ("page", str(page) if page > 1 else ""),
        ]
        query = urlencode([(key, value) for key, value in pairs if value])
        return f"/credentials?{query}" if query else "/credentials"


class FoundCredentials(DataModel):
    """One page of credentials. `corrected`: the words that were looked for instead.

    `search_is_down`: the engine did not answer, so the words were looked for as they are typed.
    """

    credentials: tuple[Credential, ...]
    total: int
    corrected: str = ""
    is_relaxed: bool = False
    search_is_down: bool = False


def parse_filters(args: "MultiDict[str, str]") -> CredentialFilters:
    """Read the query of the list.

    Raises: InvalidCode for a cluster, kind or page that there is not.
    """
    cluster = args.get("cluster", "")
    if cluster and find_cluster(cluster) is None:
        raise InvalidCode(f"“{cluster[:40]}” is not a career cluster. Choose it from the list.")
    kind = args.get("kind", "")
    if kind and kind not in {each.value for each in CredentialKind}:
        raise InvalidCode(f"“{kind[:40]}” is not a kind of credential. Choose it from the list.")
    return CredentialFilters(
        text=" ".join(args.get("q", "").split())[:200],
        cluster=cluster,
        kind=CredentialKind(kind) if kind else None,
        page=parse_page(args.get("page", "")),
    )


def find_credentials(known: Knowledge, filters: CredentialFilters) -> FoundCredentials:
    """One page of what fits, best first; by name where nothing was typed.

    Words go to the search engine; where it does not answer, they are looked for in names and texts here.
    """
    if filters.text:
        engine: SearchEngine = current_app.extensions["search"]
        query = SearchQuery(
            kind=SearchKind.CREDENTIALS,
            text=filters.text,
            clusters=frozenset({filters.cluster} - {""}),
            credential_kinds=frozenset({filters.kind} - {None}),
            page=filters.page,
            size=PAGE_SIZE,
        )
        try:
            result = engine.search(query)
        except SearchUnavailable:
            return _find_here(known, filters).model_copy(update={"search_is_down": True})
        return FoundCredentials(
            credentials=tuple(
                known.graph.credentials[hit.id] for hit in result.hits if hit.id in known.graph.credentials
            ),
            total=result.total,
            corrected=result.corrected or "",
            is_relaxed=result.is_relaxed,
        )
    return _find_here(known, filters)


def _find_here(known: Knowledge, filters: CredentialFilters) -> FoundCredentials:
    fitting = [
        credential
        for credential in known.catalog.credentials
        if (not filters.cluster or filters.cluster in credential.clusters)
        and (filters.kind is None or credential.kind is filters.kind)
        and credential.status in (CredentialStatus.ACTIVE, CredentialStatus.PROBATIONARY)
    ]
    words = fold(filters.text).split()
    ranked = [(rank, each) for each in fitting if (rank := _rank(known, each, words)) is not None]
    ordered = sorted(ranked, key=lambda item: (item[0], fold(credential_name(item[1]))))
    first = (filters.page - 1) * PAGE_SIZE
    return FoundCredentials(
        credentials=tuple(each for _, each in ordered[first : first + PAGE_SIZE]), total=len(ordered)
    )


def _rank(known: Knowledge, credential: Credential, words: list[str]) -> int | None:
    """0 when the names have every word, 1 when other text has; None when a word stands nowhere."""
    if not words:
        return 0
    names = fold(" ".join((credential.name, credential.name_es, *credential.aliases, *credential.aliases_es)))
    if all(f" {word}" in f" {names}" for word in words):
        return 0
    occupations = (known.occupation_title(code) for code in credential.soc_codes)
    rest = (credential.summary.en, credential.summary.es, credential.issuer, *credential.competencies)
    text = f" {names} {fold(' '.join((*rest, *occupations)))}"
    return 1 if all(f" {word}" in text for word in words) else None


def fold(text: str) -> str:
    """Lower case without accents or marks, so that `tecnico` finds técnico."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
