"""Classes that follow one exploration by a code on the board. Nothing is kept of who follows. The caller commits.

The code is made of the class's id and the deployment's secret, so that the one who leads can see it again; the
database has only its keyed hash.
"""

import hmac
import re
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from portal.domain.errors import InvalidCode, NotFound
from portal.domain.model import DataModel
from portal.domain.return_code import ALPHABET, LOOK_ALIKES, with_check
from portal.domain.staff import Staff
from portal.store.caseload_tables import ClassroomRow
from portal.store.ids import new_id

LASTS = timedelta(hours=2)
LETTERS = 7
"""28 bits and a check. A class ends after two hours, tries are counted, and it shows what everybody may see."""
MOST_AT_ONCE = 10
"""Of one professional."""
_CODE_KEY, _HASH_KEY = b"rungs class code 1", b"rungs class code hash 1"


class Classroom(DataModel):
    """A class that runs: the page that it is on, and a line of words. `step` counts the changes of either."""

    id: str
    address: str
    words: str
    step: int
    ends_at: datetime


def class_code(class_id: str, *, secret: str) -> str:
    """The code of a class, eight letters."""
    key = hmac.digest(secret.encode(), _CODE_KEY, "sha256")
    mixed = hmac.digest(key, class_id.encode(), "sha256")
    return with_check("".join(ALPHABET[byte & 15] for byte in mixed[:LETTERS]))


def show_class_code(code: str) -> str:
    """In two groups: `7H2X-5CWM`."""
    return f"{code[:4]}-{code[4:]}"


def parse_class_code(text: str) -> str:
    """A code as somebody typed it: small letters, spaces, dashes and look-alikes are fine.

    Raises: InvalidCode when it is no code, or one letter of it is wrong.
    """
    code = re.sub(r"[\s\-\u2010-\u2015.]+", "", text[:40]).upper().translate(LOOK_ALIKES)
    if len(code) != LETTERS + 1 or any(letter not in ALPHABET for letter in code):
        raise InvalidCode("A class code has eight letters and digits.")
    if with_check(code[:-1]) != code:
        raise InvalidCode("One letter of this code is wrong, or two changed places. Look at the board again.")
    return code


def start_class(
    session: Session, staff: Staff, *, address: str, words: str, secret: str, now: datetime
) -> str:
    """Start a class; return its id. Classes that ended are deleted first, and the oldest of too many ends."""
    delete_ended_classes(session, now=now)
    running = _rows(session, staff, now)
    for row in running[MOST_AT_ONCE - 1 :]:
        session.delete(row)
    while True:
        id_ = new_id()
        hashed = _hash(class_code(id_, secret=secret), secret=secret)
        if session.exec(select(ClassroomRow.id).where(ClassroomRow.code_hash == hashed)).first() is None:
            break
    session.add(
        ClassroomRow(
            id=id_,
            organisation_id=staff.organisation_id,
            account_id=staff.account_id,
            code_hash=hashed,
            address=address,
            words=words,
            made_at=now,
            ends_at=now + LASTS,
        )
    )
    session.flush()
    return id_


def delete_ended_classes(session: Session, *, now: datetime) -> int:
    """Delete classes of any organisation that have ended, with their line of words; return how many."""
    ended = delete(ClassroomRow).where(col(ClassroomRow.ends_at) <= now)
    return session.connection().execute(ended).rowcount


def list_classes(session: Session, staff: Staff, *, now: datetime) -> list[Classroom]:
    """Classes of a professional that run, the newest first."""
    return [_read(row) for row in _rows(session, staff, now)]


def get_class(session: Session, staff: Staff, class_id: str, *, now: datetime) -> Classroom:
    """One class of a professional.

    Raises: NotFound alike where it never was, is another's, or has ended.
    """
    return _read(_row(session, staff, class_id, now))


def find_class(session: Session, code: str, *, secret: str, now: datetime) -> Classroom | None:
    """The class that runs under a code; None alike where it never was or has ended."""
    row = session.exec(
        select(ClassroomRow).where(
            ClassroomRow.code_hash == _hash(code, secret=secret), col(ClassroomRow.ends_at) > now
        )
    ).first()
    return _read(row) if row else None


def set_page(
    session: Session, staff: Staff, class_id: str, *, address: str, words: str, now: datetime
) -> None:
    """Go on to another page, or other words.

    Raises: NotFound.
    """
    row = _row(session, staff, class_id, now)
    if (row.address, row.words) != (address, words):
        row.address, row.words, row.step = address, words, row.step + 1
        session.add(row)
        session.flush()


def end_class(session: Session, staff: Staff, class_id: str, *, now: datetime) -> None:
    """End a class: nothing of it is kept.

    Raises: NotFound.
    """
    session.delete(_row(session, staff, class_id, now))
    session.flush()


def _rows(session: Session, staff: Staff, now: datetime) -> list[ClassroomRow]:
    return list(
        session.exec(
            select(ClassroomRow)
            .where(
                ClassroomRow.account_id == staff.account_id,
                ClassroomRow.organisation_id == staff.organisation_id,
                col(ClassroomRow.ends_at) > now,
            )
            .order_by(col(ClassroomRow.made_at).desc(), col(ClassroomRow.id))
        ).all()
    )


def _row(session: Session, staff: Staff, class_id: str, now: datetime) -> ClassroomRow:
    found = next((row for row in _rows(session, staff, now) if row.id == class_id), None)
    if found is None:
        raise NotFound("There is no such class. It may have ended.")
    return found


def _read(row: ClassroomRow) -> Classroom:
    return Classroom(id=row.id, address=row.address, words=row.words, step=row.step, ends_at=row.ends_at)


def _hash(code: str, *, secret: str) -> str:
    key = hmac.digest(secret.encode(), _HASH_KEY, "sha256")
    return hmac.digest(key, code.encode(), "sha256").hex()
