"""Why we say this: evidence as pages show it."""

from collections.abc import Iterable

from portal.domain.evidence import Evidence, EvidenceMethod
from portal.domain.model import DataModel
from portal.web.formats import day
from portal.web.translate import gettext
from portal.web.words import METHOD_NAMES


class Proof(DataModel):
    """One reason, ready to be read. `claim` is what it stands for; `checked` says when a person read it there."""

    claim: str = ""
    method: str
    method_name: str
    source: str
    document: str
    url: str
    checked: str
    note: str


def build_proof(evidence: Evidence, claim: str = "") -> Proof:
    """Evidence in the words of a page."""
    if evidence.checked_on is not None:
        checked = gettext("checked %(day)s", day=day(evidence.checked_on))
    else:
        checked = gettext("not yet checked at its source")
    return Proof(
        claim=claim,
        method=evidence.method.value,
        method_name=str(METHOD_NAMES[evidence.method]),
        source=evidence.source,
        document=evidence.document,
        url=evidence.url,
        checked=checked,
        note=evidence.note,
    )


def is_estimate(evidence: Evidence) -> bool:
    """True where a figure was written from general knowledge, or not yet read at its source by a person."""
    return evidence.method is EvidenceMethod.GENERAL_KNOWLEDGE or not evidence.is_checked


def distinct(proofs: Iterable[Proof]) -> tuple[Proof, ...]:
    """The proofs without repeats, in order."""
    return tuple(dict.fromkeys(proofs))
