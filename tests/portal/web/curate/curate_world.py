"""Something of each kind that waits for a curator, hostile names among it."""

from datetime import date

from sqlmodel import Session

from portal.ctdl.compare import Conflict, ConflictKind
from portal.domain.evidence import Evidence, EvidenceMethod
from portal.store.ctdl_tables import CatalogQuestionRow
from portal.store.review_tables import ReviewItemRow
from portal.store.tables import IngestRunRow, JobPostingRow, RejectedRecordRow
from tests.portal.web.world import NOW

HOSTILE = "<img src=x onerror=alert(1)>\u202e desrever"
LONG = "Long" * 2500
SENTENCE = "You must hold a Crew Wizard Permit."


def fill_curate_world(session: Session) -> None:
    """Put it into a store. The caller commits."""
    posting = JobPostingRow.model_validate(
        {
            "source_key": "nyc", "source_ref": "wizard", "content_hash": "1", "title": HOSTILE,
            "employer_name": "Wizards & Sons", "first_seen_at": NOW, "changed_at": NOW, "employment_types": [],
            "soc_candidates": ["31-1131", "29-2061"], "soc_reason": "two kinds fit", "text_reading": {},
            "description_text": "A crew needs its wizard.", "requirements_state": "understood",
            "requirements": {
                "state": "understood", "conditions": [],
                "groups": [
                    {"any_of": [], "unresolved": ["Crew Wizard Permit"], "kind": "required", "sentence": SENTENCE}
                ],
            },
        }
    )  # fmt: skip
    session.add(posting)
    session.flush()
    for number, (kind, key, label, count, candidates) in enumerate(
        (
            ("occupation", "img src x", HOSTILE, 30, ["31-1131", "29-2061"]),
            ("occupation", "long", LONG, 12, []),
            ("credential", "crew wizard permit", "Crew Wizard Permit", 20, []),
            ("place", "nowhere", "Nowhere, ZZ", 5, []),
            ("pay", "pay", "Wizards & Sons: 999.00 hour", 3, []),
        ),
        start=1,
    ):
        session.add(
            ReviewItemRow(
                id=number, kind=kind, key=key, label=label, detail="two kinds fit", posting_count=count,
                posting_ids=[posting.id or 0], candidates=candidates, opened_at=NOW,
            )
        )  # fmt: skip
    conflict = Conflict(
        kind=ConflictKind.DIFFERS, imported_key="ce-1", credential_id="cna", field="name", curated="CNA",
        imported="Certified <b>Nursing</b> Assistant", curated_evidence=None,
        imported_evidence=Evidence(
            method=EvidenceMethod.PUBLISHED, source="Credential Registry", document="CNA", url="https://registry.example/ce-1",
            checked_on=date(2026, 5, 1),
        ),
    )  # fmt: skip
    session.add(
        CatalogQuestionRow.model_validate(
            {
                "source": "Credential Registry", "imported_key": "ce-1", "credential_id": "cna", "field": "name",
                "kind": conflict.kind.value, "asked_on": date(2026, 6, 1), "document": conflict.model_dump(mode="json"),
            }
        )
    )  # fmt: skip
    run = IngestRunRow(
        source_key="usajobs", status="quarantined", started_at=NOW, finished_at=NOW, as_of=NOW, documents=[],
        error="usajobs: 12 records, fewer than the floor of 200.", rejections={}, warnings=[],
    )  # fmt: skip
    failed = IngestRunRow(
        source_key="broken", status="failed", started_at=NOW, finished_at=NOW, as_of=NOW, documents=[],
        error="https://feed.example/?key=secret answered 500", rejections={}, warnings=[],
    )  # fmt: skip
    session.add_all((run, failed))
    session.flush()
    add_rejected(session, run.id or 0, 7)


def add_rejected(session: Session, run_id: int, number: int) -> None:
    """Records of one source that were not taken for one reason."""
    session.add_all(
        RejectedRecordRow(
            run_id=run_id, source_key="usajobs", source_ref=f"<i>{one}</i>", reason="unknown category",
            detail="interval is “Fortnight”" if one % 2 else "interval is “<b>Lunar month</b>”",
            record={"interval": "Fortnight", "pay": {"low": one}},
        )
        for one in range(number)
    )  # fmt: skip
