"""What the log tells of one account: to its owner, who sees what others did with it."""

from datetime import datetime

from sqlmodel import Session, col, select

from portal.domain.model import DataModel
from portal.store.consent_tables import AuditEntryRow
from portal.store.staff_tables import AccountRow


class AccountEvent(DataModel):
    """One thing. `by`: own, other (a colleague, by their role) or system (the command line, an e-mail)."""

    at: datetime
    action: str
    by: str


def list_account_events(session: Session, account: AccountRow, *, limit: int = 10) -> list[AccountEvent]:
    """The last things that happened to an account, newest first."""
    rows = session.exec(
        select(AuditEntryRow)
        .where(
            AuditEntryRow.organisation_id == account.organisation_id,
            AuditEntryRow.kind == "account",
            col(AuditEntryRow.detail)["account"].as_string() == account.id,
        )
        .order_by(col(AuditEntryRow.number).desc())
        .limit(limit)
    ).all()
    return [AccountEvent(at=row.at, action=row.action, by=_by(row, account)) for row in rows]


def _by(row: AuditEntryRow, account: AccountRow) -> str:
    if row.actor == "system":
        return "system"
    return "own" if row.account_id == account.id else "other"
