"""People of the school whose year makes a report: steps, credentials, placements, with and without a yes."""

from datetime import UTC, datetime

from sqlmodel import Session

from portal.domain.staff import Purpose, Role
from portal.store.audit import append_entry
from portal.store.caseload_tables import GroupMemberRow, GroupRow, NoteRow, TaskRow
from portal.store.desk_tables import ShortlistEventRow, ShortlistRow
from portal.store.ids import new_id
from portal.store.sealing import Sealer, place
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, add_person
from tests.portal.web.world import NOW, TODAY

GROUP = "<b>Period 3</b>"


def fill_report_world(session: Session, world: StaffWorld) -> tuple[str, list[str]]:
    """Put it into a store; give the group and the counselor's people. The caller commits.

    Forty people of the counselor with a yes, 25 in a group: 24 did a step, half of them earned a credential, 20 were
    placed. Fifteen more of hers without a yes, and thirty of another professional who were worked with in May too.
    """
    sealer, counselor = Sealer((SEAL_KEY,)), world.account(Role.COUNSELOR)
    group = new_id()
    session.add(
        GroupRow(
            id=group, organisation_id=world.school, account_id=counselor, made_at=NOW,
            name_sealed=sealer.seal(GROUP, about=place("person_group", "name", group)),
        )
    )  # fmt: skip
    session.flush()
    people = [
        add_person(
            session, sealer, world.school, label=f"Person {number}", account_id=counselor,
            purposes=(Purpose.REPORT,) if number < 40 else (),
        )
        for number in range(55)
    ]  # fmt: skip
    for number, person in enumerate(people):
        belongs = {"organisation_id": world.school, "person_id": person}
        if number < 25:
            session.add(GroupMemberRow(id=new_id(), group_id=group, **belongs))
        if number < 24:
            session.add(_step(belongs, counselor, credential="cna" if number % 2 else None))
        if number < 20:
            _place(session, belongs, account=counselor, wage=15 + number)
        session.add(
            NoteRow(
                id=new_id(), account_id=counselor, kind="met", on_date=TODAY, text_sealed="", made_at=NOW, **belongs
            )
        )  # fmt: skip
    other = world.account(Role.VR_COUNSELOR)
    for number in range(30):
        person = add_person(
            session, sealer, world.school, label=f"Client {number}", account_id=other,
            purposes=(Purpose.REPORT,),
        )  # fmt: skip
        append_entry(
            session, organisation_id=world.school, account_id=other, actor="vr_counselor", kind="change",
            action="caseload.write_task", now=datetime(2026, 5, 31, 23, 59, tzinfo=UTC), about=(person,),
        )  # fmt: skip
    return group, people


def _step(belongs: dict[str, str], account: str, *, credential: str | None) -> TaskRow:
    return TaskRow(
        id=new_id(), account_id=account, kind="step", doer="person", what_sealed="", done_on=TODAY,
        credential_id=credential, made_at=NOW, **belongs,
    )  # fmt: skip


def _place(session: Session, belongs: dict[str, str], *, account: str, wage: float) -> None:
    shortlist = new_id()
    session.add(
        ShortlistRow(
            id=shortlist, posting_id=1, title="Aide", status="placed", added_at=NOW, changed_at=NOW, **belongs
        )
    )
    session.flush()
    for number, status in enumerate(("suggested", "placed")):
        session.add(
            ShortlistEventRow(
                id=new_id(), shortlist_id=shortlist, account_id=account, number=number, status=status,
                on_date=TODAY, hourly_wage_usd=wage if status == "placed" else None, made_at=NOW, **belongs,
            )
        )  # fmt: skip
