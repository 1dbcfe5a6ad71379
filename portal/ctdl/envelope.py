"""The Registry's envelope: the resource as a signed token, and around it when and by whom it was published."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from portal.ctdl.canonical import canonical_statements
from portal.ctdl.errors import UnreadableCtdl
from portal.domain.model import DataModel


class EnvelopeFacts(DataModel):
    """What an envelope says about the delivery of its resource."""

    envelope_id: str = ""
    ctid: str = ""
    ctdl_type: str = ""
    community: str = ""
    updated_at: str = ""
    deleted_at: str = ""
    read_from: str = ""
    """`decoded_resource`, or `resource` (the token's payload)."""


def is_envelope(value: Any) -> bool:
    """True for an object in the form of the Registry's envelopes."""
    return isinstance(value, Mapping) and "envelope_version" in value


def open_envelope(envelope: Mapping[str, Any], *, name: str) -> tuple[Any, EnvelopeFacts, tuple[str, ...]]:
    """The resource inside, the facts around it, and what is odd about it, one sentence each.

    The signature is not checked: the key stands in the same envelope, so it would prove nothing about who signed.

    Raises: UnreadableCtdl when neither form of the resource can be read.
    """
    remarks: list[str] = []
    decoded = envelope.get("decoded_resource")
    payload, problem = _payload(envelope)
    if decoded is None and payload is None:
        raise UnreadableCtdl(f"{name}: the envelope holds no resource that can be read: {problem}")
    if payload is None and envelope.get("resource"):
        remarks.append(f"the token in “resource” cannot be read ({problem}); decoded_resource was taken")
    if decoded is not None and payload is not None and not _say_the_same(decoded, payload):
        remarks.append("decoded_resource differs from the token in “resource”; decoded_resource was taken")
    if envelope.get("deleted_at"):
        remarks.append(f"the Registry deleted this resource at {envelope['deleted_at']}")
    facts = EnvelopeFacts(
        envelope_id=_text(envelope, "envelope_id"),
        ctid=_text(envelope, "envelope_ceterms_ctid"),
        ctdl_type=_text(envelope, "envelope_ctdl_type"),
        community=_text(envelope, "envelope_community"),
        updated_at=_text(envelope, "updated_at") or _text(envelope.get("node_headers") or {}, "updated_at"),
        deleted_at=_text(envelope, "deleted_at"),
        read_from="decoded_resource" if decoded is not None else "resource",
    )
    return (decoded if decoded is not None else payload), facts, tuple(remarks)


def _payload(envelope: Mapping[str, Any]) -> tuple[Any, str]:
    """The resource decoded from `resource` (JWT, base64 or plain JSON), or None and why not."""
    resource = envelope.get("resource")
    if isinstance(resource, Mapping):
        return resource, ""
    if not isinstance(resource, str) or not resource:
        return None, "there is no “resource”"
    parts = resource.split(".")
    encoded = parts[1] if len(parts) == 3 else resource
    try:
        if encoded.lstrip().startswith(("{", "[")):
            return json.loads(encoded), ""
        padded = encoded + "=" * (-len(encoded) % 4)
        return json.loads(base64.b64decode(padded, altchars=b"-_", validate=True)), ""
    except (binascii.Error, ValueError, RecursionError):
        return None, "“resource” is neither a token, base64 nor JSON"


def _say_the_same(one: Any, other: Any) -> bool:
    return canonical_statements(one) == canonical_statements(other)


def _text(envelope: Mapping[str, Any], key: str) -> str:
    value = envelope.get(key)
    return value if isinstance(value, str) else ""
