"""What the desk's pages show. Labels come from files of others: they are cut and shown as text, never as markup."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time

from sqlmodel import Session

from portal.domain.model import DataModel
from portal.domain.review import ReviewKind
from portal.domain.staff import Staff
from portal.store.curate import CATALOG, CurateEntry, Proposal, get_curate_detail
from portal.store.curate_desk import (
    QUEUES,
    DeskFolders,
    DeskLine,
    DeskList,
    DeskQuery,
    find_question,
    get_desk_entry,
    name_entry,
)
from portal.store.curate_edges import BETWEEN, EDGE, get_suggested_detail, suggested_here
from portal.store.curate_examples import Example, list_examples
from portal.store.curate_history import HistoryLine, history_mark, read_history
from portal.store.curate_ingestion import REJECTED, RUN, IngestionDetail, get_ingestion_detail
from portal.store.curate_steps import find_deferral, list_steps
from portal.store.review import get_review_item
from portal.store.sealing import Sealer
from portal.store.staff import list_accounts, name_of
from portal.web.curate.asked import entry_url, list_url
from portal.web.curate.words import (
    EFFECTS,
    KIND_NAMES,
    OTHER_HINTS,
    QUESTIONS,
    QUEUE_NAMES,
    RUN_STATES,
    advice_about,
    say_edge,
    say_reason,
    what_was_done,
)
from portal.web.formats import day, printable
from portal.web.page_number import count_pages
from portal.web.translate import gettext

PAGE_SIZE = 25
MOST_LETTERS = 200
MOST_OF_REASON = 2_000
_ACCOUNT = re.compile("[0-9a-f]{24}")


class Row(DataModel):
    """One line of the list."""

    label: str
    detail: str
    detail_is_english: bool
    kind_name: str
    count: int
    counts_records: bool
    url: str


class KindLink(DataModel):
    """One kind, or a whole queue, with how many wait."""

    key: str
    name: str
    waiting: int
    url: str
    is_on: bool


class DeskPage(DataModel):
    """The list."""

    rows: tuple[Row, ...]
    total: int
    waiting: int
    kinds: tuple[tuple[KindLink, ...], ...]
    """One row for all, and one for each queue: the queue itself, then its kinds."""
    page: int
    pages: int
    previous_url: str
    next_url: str


class Statement(DataModel):
    """One side of a question of the catalog, with where it stands."""

    who: str
    said: str
    where: str
    url: str
    checked: str


class Answer(DataModel):
    """One way to decide. `value` is what the form sends."""

    value: str
    name: str
    note: str = ""


class Done(DataModel):
    """One line of the history."""

    what: str
    who: str
    when: str
    note: str


class EntryPage(DataModel):
    """One entry and everything that helps to decide it."""

    id: str
    kind: str
    kind_name: str
    question: str
    label: str
    letters: int
    why: str
    why_is_english: bool
    count: int
    counts_records: bool
    is_open: bool
    deferred_until: str
    answers: tuple[Answer, ...]
    other_hint: str
    asks_employer: bool
    employers: tuple[str, ...]
    is_proof: bool
    statements: tuple[Statement, ...]
    examples: tuple[Example, ...]
    ingestion: IngestionDetail | None
    advice: str
    effect: str
    history: tuple[Done, ...]
    seen: str


def build_desk_page(found: DeskList, query: DeskQuery, *, page: int) -> DeskPage:
    """One page of the list."""
    pages = count_pages(len(found.lines), PAGE_SIZE)
    lines = found.lines[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return DeskPage(
        rows=tuple(_row(line, query) for line in lines),
        total=len(found.lines),
        waiting=sum(found.waiting.values()),
        kinds=tuple(_kind_links(found.waiting, query)),
        page=page,
        pages=pages,
        previous_url=list_url(query, page=page - 1) if page > 1 else "",
        next_url=list_url(query, page=page + 1) if page < pages else "",
    )


def build_entry_page(
    session: Session, folders: DeskFolders, entry_id: str, *, sealer: Sealer, staff: Staff, today: date
) -> EntryPage:
    """One entry.

    Raises: NotFound.
    """
    entry = get_desk_entry(session, folders, entry_id)
    history = read_history(session, folders.data_dir, entry_id)
    steps = list_steps(session, entry_id)
    until = find_deferral(steps[-1] if steps else None, today=today)
    examples: tuple[Example, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    ingestion = None
    suggested = suggested_here(session)
    edge = None
    if entry.kind in set(ReviewKind):
        examples = list_examples(session, get_review_item(session, int(entry_id)))
        proposals = get_curate_detail(session, entry_id).proposals
    elif entry.kind == EDGE:
        proposals = get_suggested_detail(suggested, folders.data_dir, entry_id).proposals
        edge = next(
            (one for one in suggested.edges if entry_id == f"{one.from_id}{BETWEEN}{one.to_id}"), None
        )
        # once decided, its detail is what the curator wrote: that stands in the history
        entry = entry.model_copy(update={"detail": entry.detail if entry.is_open else ""})
    elif entry.kind in (RUN, REJECTED):
        ingestion = get_ingestion_detail(session, entry_id)
    return EntryPage(
        id=entry.id,
        kind=entry.kind,
        kind_name=str(KIND_NAMES[entry.kind]),
        question=str(QUESTIONS[entry.kind]),
        label=cut(name_entry(entry, suggested)),
        letters=len(entry.label) if len(entry.label) > MOST_LETTERS else 0,
        why=cut(say_reason(_reason(entry.kind, entry.detail, MOST_OF_REASON), edge), MOST_OF_REASON),
        why_is_english=entry.kind not in (RUN, EDGE),
        count=entry.postings,
        counts_records=entry.kind == REJECTED,
        is_open=entry.is_open,
        deferred_until=day(until) if until else "",
        answers=_answers(entry, proposals, suggested.names),
        other_hint=str(OTHER_HINTS.get(entry.kind, "")),
        asks_employer=entry.kind == ReviewKind.OCCUPATION,
        employers=tuple(dict.fromkeys(one.employer_name for one in examples if one.employer_name)),
        is_proof=entry.kind == EDGE,
        statements=_statements(session, entry_id) if entry.kind == CATALOG else (),
        examples=examples,
        ingestion=ingestion,
        advice=advice_about(entry.detail) if entry.kind == REJECTED else "",
        effect=str(EFFECTS[entry.kind]),
        history=_history(session, sealer, staff, history, suggested.names),
        seen=history_mark(history),
    )


def _when(at: datetime | None) -> str:
    """The day in words. Where only a day is kept, it stands as its first moment in UTC, which is yesterday here."""
    if at is None:
        return ""
    return day(at.date() if at.timetz().replace(tzinfo=None) == time.min else at)


def cut(text: str, most: int = MOST_LETTERS) -> str:
    """Text of others, short and without letters that control or turn the text around them."""
    plain = " ".join(printable(text).split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def _reason(kind: str, detail: str, most: int = MOST_LETTERS) -> str:
    return str(RUN_STATES.get(detail, detail)) if kind == RUN else cut(detail, most)


def _row(line: DeskLine, query: DeskQuery) -> Row:
    return Row(
        label=cut(line.label),
        detail=_reason(line.kind, line.detail),
        detail_is_english=line.kind != RUN,
        kind_name=str(KIND_NAMES[line.kind]),
        count=line.waiting,
        counts_records=line.kind == REJECTED,
        url=entry_url(line.id, query),
    )


def _kind_links(waiting: Mapping[str, int], query: DeskQuery) -> list[tuple[KindLink, ...]]:
    def link(kind: str, name: str, count: int) -> KindLink:
        return KindLink(
            key=kind, name=name, waiting=count, url=list_url(query, kind=kind), is_on=query.kind == kind
        )

    rows: list[tuple[KindLink, ...]] = [(link("", gettext("All"), sum(waiting.values())),)]
    for queue, kinds in QUEUES.items():
        rows.append(
            (
                link(queue, str(QUEUE_NAMES[queue]), sum(waiting[kind] for kind in kinds)),
                *(link(kind, str(KIND_NAMES[kind]), waiting[kind]) for kind in kinds),
            )
        )
    return rows


def _answers(
    entry: CurateEntry, proposals: tuple[Proposal, ...], names: Mapping[str, str]
) -> tuple[Answer, ...]:
    if entry.kind == ReviewKind.PAY:
        return (
            Answer(value="accept", name=gettext("The doubt is right: do not use this pay")),
            Answer(value="reject", name=gettext("The pay is right: use it")),
        )
    if entry.kind == CATALOG:
        return (
            Answer(value="accept", name=gettext("The import is right")),
            Answer(value="reject", name=gettext("The catalog is right")),
            Answer(value="assign both", name=gettext("Both hold")),
        )
    if entry.kind in (RUN, REJECTED):
        return (Answer(value="settle", name=gettext("Dealt with: take it off the list")),)
    given = [
        Answer(
            value=f"assign {one.value}",
            name=cut(say_edge(one.value, names) if entry.kind == EDGE else one.name),
            note="" if entry.kind == EDGE else one.value,
        )
        for one in proposals
    ]
    none = gettext("Neither leads to the other") if entry.kind == EDGE else gettext("None of ours fits")
    return (*given, Answer(value="reject", name=none))


def _statements(session: Session, entry_id: str) -> tuple[Statement, ...]:
    question = find_question(session, entry_id)
    if question is None:
        return ()
    conflict = question.conflict
    sides = (
        (gettext("The catalog says"), conflict.curated, conflict.curated_evidence),
        (cut(question.source), conflict.imported, conflict.imported_evidence),
    )
    return tuple(
        Statement(
            who=who,
            said=cut(said),
            where=cut(", ".join(filter(None, (proof.source, proof.document)))) if proof else "",
            url=proof.url if proof else "",
            checked=day(proof.checked_on) if proof and proof.checked_on else "",
        )
        for who, said, proof in sides
    )


def _history(
    session: Session,
    sealer: Sealer,
    staff: Staff,
    lines: tuple[HistoryLine, ...],
    words: Mapping[str, str],
) -> tuple[Done, ...]:
    names = {row.id: name_of(sealer, row) for row in list_accounts(session, staff.organisation_id)}

    def who(by: str) -> str:
        if by in names:
            return names[by]
        return gettext("a curator") if _ACCOUNT.fullmatch(by) else gettext("the command line")

    return tuple(
        Done(
            what=cut(what_was_done(line, words)), who=who(line.by), when=_when(line.at),
            note=cut(line.note, 2_000),
        )
        for line in lines
    )  # fmt: skip
