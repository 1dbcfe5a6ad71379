"""How a credential turns into college credit: each institution with amount, conditions and proof."""

from portal.domain.articulation import Articulation, ArticulationKind
from portal.domain.credential import Credential
from portal.domain.model import DataModel
from portal.web.credentials.recognised import when_text
from portal.web.knowledge import Knowledge
from portal.web.proof import Proof, build_proof
from portal.web.translate import gettext, lazy_gettext
from portal.web.words import credential_name, in_language

KIND_NAMES = {
    ArticulationKind.AGREEMENT: lazy_gettext("By agreement"),
    ArticulationKind.PRIOR_LEARNING: lazy_gettext("By a review of what you know"),
    ArticulationKind.RECOMMENDED: lazy_gettext("Recommended: each college decides"),
    ArticulationKind.TRANSFER: lazy_gettext("By transfer"),
}


class CreditLine(DataModel):
    """Credit at one institution. `amount` is empty where it is not known."""

    institution: str
    kind_name: str
    amount: str
    toward: str
    toward_id: str
    conditions: str
    when: str
    proof: Proof


def build_credit(known: Knowledge, credential: Credential) -> tuple[CreditLine, ...]:
    """Every articulation, in the order of the catalog."""
    return tuple(_line(known, one) for one in credential.articulations)


def _line(known: Knowledge, one: Articulation) -> CreditLine:
    toward = one.toward
    if one.toward_id:
        toward = credential_name(known.graph.get(one.toward_id))
    return CreditLine(
        institution=one.institution,
        kind_name=str(KIND_NAMES[one.kind]),
        amount=_amount(one),
        toward=toward,
        toward_id=one.toward_id or "",
        conditions=in_language(one.conditions) if one.conditions else "",
        when=when_text(one.stated_on, one.until),
        proof=build_proof(one.evidence),
    )


def _amount(one: Articulation) -> str:
    if one.credits is None:
        return ""
    if one.credits_high is not None and one.credits_high != one.credits:
        return gettext("%(low)s to %(high)s credits", low=f"{one.credits:g}", high=f"{one.credits_high:g}")
    return gettext("%(credits)s credits", credits=f"{one.credits:g}")
