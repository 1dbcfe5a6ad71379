"""What open postings leave open today: read from the store, grouped so that one question is asked once."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import String, cast, or_, select
from sqlmodel import Session, col

from portal.domain.job_posting import RequirementKind
from portal.domain.review import ReviewKind, credential_key, pay_key, place_key, title_key
from portal.store.live import live_conditions
from portal.store.tables import JobPostingRow

EXAMPLES = 5
READ_AT_ONCE = 2_000
_PLACE_NOTE = re.compile(
    r"^(unknown state|ZIP code \S+ is in \w\w, the state says \w\w|no state|only the state is sure|"
    r"the town is not known): (.+)$"
)
_NAMES_A_CREDENTIAL = re.compile(
    r"licen[sc]|certif|registration|registered|credential|endorsement|permit|card\b|^[A-Z][A-Z0-9+./-]{1,9}$",
    re.I,
)
_NO_NAME = re.compile(
    r"^(?:one of several ways|an equivalent|permanent|reachable|must|should|appear on)|clearance|\bexperience\b|"
    r"civil service|\bemployees? only",
    re.I,
)
_BARE = frozenset(
    {"license", "licence", "licensed", "certificate", "certificates", "certification", "certified", "licensure",
     "registration", "credential", "endorsement", "permit", "licenses", "certifications", "permits"}
)  # fmt: skip


@dataclass
class Cause:
    """One question and the postings that raise it."""

    kind: ReviewKind
    key: str
    label: str
    detail: str = ""
    posting_count: int = 0
    posting_ids: list[int] = field(default_factory=list)
    candidates: list[str] = field(default_factory=list)

    def raised_by(self, posting_id: int) -> None:
        """Count a posting; the first few are kept."""
        self.posting_count += 1
        if len(self.posting_ids) < EXAMPLES:
            self.posting_ids.append(posting_id)


def list_causes(session: Session, *, now: datetime) -> list[Cause]:
    """Every question that open postings of real sources raise, in a fixed order. Source: job_posting."""
    causes: dict[tuple[ReviewKind, str], Cause] = {}
    for posting_id, found in _found(session, now):
        cause = causes.setdefault((found.kind, found.key), found)
        cause.raised_by(posting_id)
    return [causes[key] for key in sorted(causes)]


def _found(session: Session, now: datetime) -> Iterator[tuple[int, Cause]]:
    table = JobPostingRow
    said = select(
        col(table.id), col(table.title), col(table.employer_name), col(table.soc_code), col(table.soc_reason),
        col(table.soc_candidates), col(table.place_note), col(table.pay_flag), col(table.pay_minimum),
        col(table.pay_maximum), col(table.pay_unit), col(table.requirements),
    ).where(
        *live_conditions(now),
        col(table.is_sample).is_(False),
        or_(
            col(table.soc_code).is_(None), col(table.place_note) != "", col(table.pay_flag) != "",
            cast(col(table.requirements), String).like('%"unresolved": ["%'),
        ),
    ).order_by(col(table.id))  # fmt: skip
    for row in session.connection().execute(said.execution_options(yield_per=READ_AT_ONCE)).mappings():
        posting_id: int = row["id"]
        if row["soc_code"] is None and (key := title_key(row["title"])):
            yield posting_id, Cause(
                ReviewKind.OCCUPATION, key, row["title"], row["soc_reason"], candidates=list(row["soc_candidates"])
            )  # fmt: skip
        for cause in (*_places(row["place_note"]), *_credentials(row["requirements"])):
            yield posting_id, cause
        if row["pay_flag"]:
            amounts = (row["pay_minimum"], row["pay_maximum"])
            key = pay_key(row["employer_name"], amounts, unit=row["pay_unit"])
            said_pay = " – ".join(f"{amount:,.2f}" for amount in amounts if amount is not None)
            label = f"{row['employer_name']}: {said_pay} {row['pay_unit'].lower()}".strip(": ")
            yield posting_id, Cause(ReviewKind.PAY, key, label, row["pay_flag"])


def _places(note: str) -> Iterator[Cause]:
    for part in note.split("; ") if note else ():
        if (found := _PLACE_NOTE.match(part)) and (key := place_key(found[2])):
            yield Cause(ReviewKind.PLACE, key, found[2], found[1])


def _credentials(requirements: dict[str, object]) -> Iterator[Cause]:
    """Names that a posting asks for and the catalog does not know, each once a posting."""
    seen: set[str] = set()
    groups = requirements.get("groups")
    for group in groups if isinstance(groups, list) else ():
        for name in _names(group.get("unresolved", ())):
            key = credential_key(name)
            if key and key not in seen:
                seen.add(key)
                must = group.get("kind") == RequirementKind.REQUIRED.value
                yield Cause(ReviewKind.CREDENTIAL, key, name, "required" if must else "not required")


def _names(unresolved: Iterable[str]) -> Iterator[str]:
    for name in unresolved:
        if _NAMES_A_CREDENTIAL.search(name) and not _NO_NAME.search(name) and name.casefold() not in _BARE:
            yield name
