"""Names of CTDL terms: whatever prefix, address or alias a document uses, one compact name (`ceterms:name`).

The namespaces are those of the Registry's own JSON-LD contexts, which are not fetched: their prefixes are fixed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CTDL_CONTEXT = "https://credreg.net/ctdl/schema/context/json"
CTDL_ASN_CONTEXT = "https://credreg.net/ctdlasn/schema/context/json"

NAMESPACES: Mapping[str, str] = {
    "ceterms": "https://purl.org/ctdl/terms/",
    "ceasn": "https://purl.org/ctdlasn/terms/",
    "qdata": "https://credreg.net/qdata/terms/",
    "asn": "http://purl.org/ASN/schema/core/",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "adms": "http://www.w3.org/ns/adms#",
    "rungs": "urn:rungs:terms:",
}
"""Prefix to namespace. `rungs` holds what CTDL has no place for: the evidence of a statement, for instance."""

_PREFIX_ALIASES = {"dcterms": "dct"}
_REGISTRY_CONTEXTS = ("credreg.net/ctdl/schema/context/json", "credreg.net/ctdlasn/schema/context/json")
_CREDENTIALS_CONTEXTS = (
    "www.w3.org/2018/credentials",
    "www.w3.org/ns/credentials",
    "purl.imsglobal.org/spec/ob",
)
_SCHEMES = ("http", "https", "urn", "did", "mailto", "_")


def _spelling(iri: str) -> str:
    """Vocabularies moved from http to https; both spellings name the same term."""
    return iri.removeprefix("https://").removeprefix("http://")


_BY_SPELLING = {_spelling(iri): prefix for prefix, iri in NAMESPACES.items()}


@dataclass(frozen=True)
class NameScope:
    """What names mean below one `@context`. `resolves` is false where a context lies elsewhere and was not read."""

    prefixes: Mapping[str, str]
    aliases: Mapping[str, str]
    resolves: bool = True
    names_ctdl: bool = False
    _known: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    """Names that were asked for before: documents repeat a few dozen terms thousands of times."""

    def below(self, context: Any) -> "NameScope":
        """The scope inside a node with its own `@context`."""
        prefixes, aliases = dict(self.prefixes), dict(self.aliases)
        resolves, names_ctdl = self.resolves, self.names_ctdl
        for entry in context if isinstance(context, list) else [context]:
            if isinstance(entry, str):
                if any(known in entry for known in _REGISTRY_CONTEXTS):
                    names_ctdl = True
                    prefixes |= NAMESPACES
                elif any(known in entry for known in _CREDENTIALS_CONTEXTS):
                    aliases |= {"id": "@id", "type": "@type"}
                else:
                    resolves = False
            elif isinstance(entry, Mapping):
                for name, meaning in entry.items():
                    target = meaning.get("@id") if isinstance(meaning, Mapping) else meaning
                    if name.startswith("@") or not isinstance(target, str):
                        continue
                    if isinstance(meaning, str) and target.endswith(("/", "#", ":")):
                        prefixes[name] = target
                        names_ctdl = names_ctdl or _spelling(target) == _spelling(NAMESPACES["ceterms"])
                    else:
                        aliases[name] = target
        return NameScope(prefixes, aliases, resolves, names_ctdl)

    def name(self, key: str) -> str:
        """The compact name of a term; a name of no known vocabulary comes back as it is written."""
        if key.startswith("@"):
            return key
        if key not in self._known:
            self._known[key] = self._find_name(key)
        return self._known[key]

    def _find_name(self, key: str) -> str:
        meaning = self.aliases.get(key, key)
        if meaning.startswith("@"):
            return meaning
        iri = self.expand(meaning)
        for spelling, prefix in _BY_SPELLING.items():
            bare = _spelling(iri)
            if bare.startswith(spelling) and bare != spelling:
                return f"{prefix}:{bare.removeprefix(spelling)}"
        # a document that gives `ceterms` another meaning must not be taken for CTDL
        return iri if key.partition(":")[0] in NAMESPACES else key

    def expand(self, name: str) -> str:
        """The address that a compact name stands for; other texts come back as they are."""
        prefix, colon, rest = name.partition(":")
        if not colon or rest.startswith("//"):
            return name
        namespace = self.prefixes.get(prefix)
        if namespace is None and prefix not in _SCHEMES:
            namespace = NAMESPACES.get(_PREFIX_ALIASES.get(prefix, prefix))
        return namespace + rest if namespace else name


STANDARD_SCOPE = NameScope(prefixes={}, aliases={})
"""For documents without a context: the Registry's own prefixes."""
