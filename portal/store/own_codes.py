"""The card with which a person opens their own page: its code and its words, made, found, checked, stopped.

A professional makes the card and may read its code, so the code alone opens nothing. Whoever opens a card first
chooses three words; from then on they are asked for with it. A new card begins anew. Of the code only a keyed hash
is kept, of the words a sealed one.
"""

import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, func, select

from portal.domain.return_code import make_return_code
from portal.store.caseload_tables import PersonRow
from portal.store.ids import new_id
from portal.store.privacy_tables import OwnCardRow
from portal.store.sealing import Sealer, place
from portal.store.staff_tables import OrganisationRow

DAYS = 400
"""A code works a little longer than the longest yes, so that nobody is shut out of taking it back."""
READING_AFTER = timedelta(hours=24)
"""So long after its words were chosen a card reads, copies and deletes nothing: time to notice a card that somebody
else opened first."""
MOST_WRONG_WORDS = 10
"""Wrong tries in a row that stop a card. Three of forty words are 9,880: one in a thousand is guessed."""
_KEY = b"rungs own code 1"


def hash_own_code(code: str, *, secret: str) -> str:
    """What stands for a code in the database. A code of a plan under the same letters has another hash."""
    key = hmac.digest(secret.encode(), _KEY, "sha256")
    return hmac.digest(key, code.encode(), "sha256").hex()


def make_own_code(session: Session, person: PersonRow, *, made_by: str, secret: str, now: datetime) -> str:
    """A new card of a person, made by an account; the one before stops at once, its words too. The caller commits.

    The code is shown once and kept nowhere.
    """
    code = make_return_code()
    person.own_code_hash = hash_own_code(code, secret=secret)
    person.own_code_until = now + timedelta(days=DAYS)
    session.add(person)
    cards = session.exec(
        select(func.count()).select_from(OwnCardRow).where(OwnCardRow.person_id == person.id)
    ).one()
    session.add(
        OwnCardRow(
            id=new_id(),
            organisation_id=person.organisation_id,
            person_id=person.id,
            account_id=made_by,
            number=cards + 1,
            made_at=now,
        )
    )
    session.flush()
    return code


def find_person_by_code(session: Session, code: str, *, secret: str, now: datetime) -> PersonRow | None:
    """Whose code it is; None alike for one that never was, has ended or was stopped.

    A closed case still opens: what is kept can be seen and taken back for as long as it is kept.
    """
    return session.exec(
        select(PersonRow)
        .join(OrganisationRow, col(OrganisationRow.id) == col(PersonRow.organisation_id))
        .where(
            PersonRow.own_code_hash == hash_own_code(code, secret=secret),
            col(PersonRow.own_code_until) > now,
            col(OrganisationRow.closed_at).is_(None),
        )
    ).first()


def list_cards(session: Session, person_id: str) -> list[OwnCardRow]:
    """Every card that was made for a person, newest first. Only the newest can work."""
    return list(
        session.exec(
            select(OwnCardRow)
            .where(OwnCardRow.person_id == person_id)
            .order_by(col(OwnCardRow.number).desc())
        ).all()
    )


def newest_card(session: Session, person_id: str) -> OwnCardRow:
    """The card whose code a person has now.

    Raises: LookupError where no card was ever made.
    """
    cards = list_cards(session, person_id)
    if not cards:
        raise LookupError(f"Nobody made a card for person {person_id}.")
    return cards[0]


def newest_cards(session: Session, person_ids: Iterable[str]) -> Mapping[str, OwnCardRow]:
    """The newest card of each of several people, by person; who never had one is missing."""
    rows = session.exec(
        select(OwnCardRow)
        .where(col(OwnCardRow.person_id).in_(list(person_ids)))
        .order_by(col(OwnCardRow.number))
    )
    return {row.person_id: row for row in rows}


def keep_words(session: Session, card: OwnCardRow, sealer: Sealer, *, kept: str, now: datetime) -> None:
    """Keep the hash of the words that were chosen for a card. The caller commits."""
    card.words_sealed = sealer.seal(kept, about=place("own_card", "words", card.id))
    card.words_chosen_at, card.wrong_words = now, 0
    session.add(card)
    session.flush()


def words_of_card(card: OwnCardRow, sealer: Sealer) -> str:
    """The hash of a card's words; empty while nobody chose any."""
    return sealer.open(card.words_sealed, about=place("own_card", "words", card.id))


def reads_from(card: OwnCardRow) -> datetime | None:
    """The moment from which a card reads, copies and deletes; None while its words are not chosen."""
    chosen = card.words_chosen_at
    if chosen is None:
        return None
    return (chosen if chosen.tzinfo else chosen.replace(tzinfo=UTC)) + READING_AFTER


def stop_own_code(session: Session, person: PersonRow) -> None:
    """The code opens nothing any more. The caller commits."""
    person.own_code_hash, person.own_code_until = None, None
    session.add(person)
    session.flush()
