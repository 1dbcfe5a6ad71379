"""What reading leaves open for a curator, how one question is told from another, and what was decided."""

import hashlib
import re
from collections.abc import Iterable
from enum import StrEnum

from portal.domain.codes import SocCode
from portal.domain.model import DataModel

_WORD = re.compile(r"[a-z0-9+#]+")
_REQUISITION = re.compile(r"\b(?:req|job|id|ref)[ .#:-]*\d[\w-]*|#\s*\d[\w-]*|\b[a-z]{0,3}-?\d{4,}\b", re.I)
_LITTLE = frozenset({"a", "an", "the", "valid", "current", "active", "of", "in"})


class ReviewKind(StrEnum):
    """What is open."""

    OCCUPATION = "occupation"
    CREDENTIAL = "credential"
    PLACE = "place"
    PAY = "pay"


class ReviewAction(StrEnum):
    """What a person can decide."""

    ACCEPT = "accept"
    """What the item proposes is right."""
    REJECT = "reject"
    """It is not; nothing takes its place."""
    ASSIGN = "assign"
    """Something else is right: a SOC code, a credential, a place."""


class CuratedOccupation(DataModel):
    """The occupation of a title, perhaps of one employer only. Both as `title_key` and `employer_key` write them."""

    title_key: str
    employer_key: str = ""
    soc_code: SocCode


class CuratedReadings(DataModel):
    """Everything that curators decided and reading obeys; empty where nobody decided anything.

    `credential_names`: a name as postings write it, and the catalog's credential that it means. `places`: a stated
    place (`place_key`) and the place that it is (`zip:46402` or `county:18089`). `confirmed_pay`: pay (`pay_key`) that
    looked doubtful and is right.
    """

    occupations: tuple[CuratedOccupation, ...] = ()
    credential_names: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    confirmed_pay: tuple[str, ...] = ()

    def digest_of_names(self) -> str:
        """Changes when the meaning of any credential name does, so that every text is read again; empty for none."""
        if not self.credential_names:
            return ""
        return hashlib.sha256(repr(sorted(self.credential_names)).encode()).hexdigest()


def title_key(title: str) -> str:
    """A title without case, signs and requisition numbers: what two postings of one job share."""
    return _words(_REQUISITION.sub(" ", title))


def employer_key(employer: str) -> str:
    """An employer's name without case and signs."""
    return _words(employer)


def credential_key(name: str) -> str:
    """The name of a credential without case, signs and little words."""
    return " ".join(word for word in _words(name).split() if word not in _LITTLE)


def place_key(place: str) -> str:
    """A stated place without case and signs."""
    return _words(place)


def pay_key(employer: str, amounts: Iterable[float | None], *, unit: str) -> str:
    """One employer's pay of one amount."""
    said = " ".join("-" if amount is None else f"{amount:g}" for amount in amounts)
    return f"{employer_key(employer)} {said} {unit.casefold()}".strip()


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold().replace("'", "").replace("’", "")))
