"""A small catalog and a small registry that speak of the same things."""

import json
from datetime import date
from typing import Any

from portal.ctdl.document import read_document
from portal.ctdl.imported import ImportedBatch
from portal.ctdl.importing import import_documents
from portal.domain.credential import Catalog, Credential, Edge

CONTEXT = "https://credreg.net/ctdl/schema/context/json"
REGISTRY = "https://credentialengineregistry.org/resources/"
WELD = "ce-11111111-1111-1111-1111-111111111111"
SAFETY = "ce-22222222-2222-2222-2222-222222222222"
COLLEGE = "ce-99999999-9999-9999-9999-999999999999"
SOURCE = "Credential Registry"
TODAY = date(2026, 11, 22)


def curated(**changes: Any) -> Credential:
    """A credential of the catalog."""
    fields = {
        "id": "welder",
        "name": "Certified Welder",
        "name_es": "Soldador certificado",
        "kind": "Certification",
        "issuer": "Gary Welding College, Inc.",
        "summary": {"en": "You weld.", "es": "Sueldas."},
        "clusters": ["manufacturing"],
        "evidence": [{"method": "general_knowledge"}],
    }
    return Credential.model_validate(fields | changes)


def catalog(*credentials: Credential, edges: tuple[Edge, ...] = ()) -> Catalog:
    """A catalog of these."""
    return Catalog(credentials=credentials, edges=edges, version="v")


def welder(**changes: Any) -> dict[str, Any]:
    """A credential of the registry; a change to None takes a term out."""
    node = {
        "@id": REGISTRY + WELD,
        "@type": "ceterms:Certification",
        "ceterms:ctid": WELD,
        "ceterms:name": {"en-US": "Certified Welder"},
        "ceterms:ownedBy": [
            f"https://credentialengineregistry.org/graph/{COLLEGE.upper().replace('CE-', 'ce-')}"
        ],
    }
    changed = node | {f"ceterms:{name}": value for name, value in changes.items()}
    return {name: value for name, value in changed.items() if value is not None}


def college() -> dict[str, Any]:
    """The owner, as the registry holds it."""
    return {
        "@id": REGISTRY + COLLEGE,
        "@type": "ceterms:CredentialOrganization",
        "ceterms:ctid": COLLEGE,
        "ceterms:name": {"en-US": "The Gary Welding College"},
    }


def batch(*nodes: dict[str, Any], name: str = "r.json") -> ImportedBatch:
    """An import of one graph."""
    raw = json.dumps({"@context": CONTEXT, "@graph": nodes}).encode()
    return import_documents([read_document(raw, name=name)], source=SOURCE, imported_on=TODAY)
