"""Who needs me this week."""

from collections import Counter
from collections.abc import Mapping

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from portal.caseload.reasons import Card, Reason, Why, find_cards
from portal.domain.model import DataModel
from portal.domain.staff import Permission
from portal.store.caseload import label_of
from portal.store.caseload_tables import PersonRow
from portal.store.people import list_tied_people
from portal.store.person_export import names_of_accounts
from portal.store.retention import list_ending_records
from portal.store.tasks import open_words
from portal.web.caseload.blueprint import blueprint
from portal.web.caseload.current import may_change, page
from portal.web.caseload.facts import Gathered, gather_facts
from portal.web.caseload.words import ACTIONS, ICONS, WHYS, say_reason
from portal.web.formats import day
from portal.web.gate.access import current_staff, sealer, site_settings
from portal.web.gate.audit import looked_at
from portal.web.gate.rules import rule
from portal.web.knowledge import Knowledge, knowledge
from portal.web.page_number import count_pages, parse_page
from portal.web.store_session import store_session
from portal.web.translate import gettext
from portal.web.words import credential_name

PAGE_SIZE = 25
MOST_REASONS = 4
"""On a card of the dashboard; the person's own page has them all."""
FIRST_PAGES = ((Permission.CURATE, "/staff/curate"), (Permission.ADMINISTER, "/staff/admin/accounts"))
"""Where those begin who have no people."""


class ReasonView(DataModel):
    """One reason on a card, and where one acts."""

    text: str
    icon: str
    action: str
    url: str
    is_pressing: bool


class CardView(DataModel):
    """One person on the dashboard. `more`: reasons that are left for the person's own page."""

    url: str
    label: str
    reasons: tuple[ReasonView, ...]
    more: int = 0


@blueprint.get("")
@rule(Permission.OWN_ACCOUNT)
def dashboard() -> AnyResponse:
    """At most one card a person, the most pressing first. Who has no people goes to the own first page."""
    staff = current_staff()
    if not staff.may(Permission.SEE_PEOPLE):
        first = next((path for permission, path in FIRST_PAGES if staff.may(permission)), "/staff/security")
        return redirect(first, 303)
    return _this_week()


def _this_week() -> Response:
    store, now, staff = store_session(), site_settings().now(), current_staff()
    everybody = list_tied_people(store, staff, today=now.date())
    people = {person.id: person for person in everybody if person.closed_at is None}
    gathered = gather_facts(
        store,
        knowledge(),
        list(people.values()),
        sealer=sealer(),
        asker=current_staff().account_id,
        now=now,
    )
    cards = find_cards(gathered.facts, today=now.date())
    # A class that was just read in would fill the page with one and the same line.
    asked = tuple(card for card in cards if not _is_unasked(card))
    unasked = len(cards) - len(asked)
    cards = asked if unasked > 1 else cards
    counts = Counter(why for card in cards for why in {reason.why for reason in card.reasons})
    only = request.args.get("why", "")
    if only in counts:
        cards = tuple(card for card in cards if any(reason.why == only for reason in card.reasons))
    number, pages = parse_page(request.args.get("page", "")), count_pages(len(cards), PAGE_SIZE)
    number = min(number, pages)
    shown = cards[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    looked_at(card.person_id for card in shown)
    return page(
        "caseload/dashboard",
        cards=_views(shown, people, gathered, known=knowledge()),
        unasked=unasked if unasked > 1 else 0,
        people=len(people),
        closed=len(everybody) - len(people),
        filters=[(why.value, str(WHYS[why]), counts[why]) for why in WHYS if counts[why]],
        only=only if only in counts else "",
        number=number,
        pages=pages,
        total=len(cards),
        today=day(now.date()),
        ending=len(list_ending_records(store, staff, now=now)),
        may_change=may_change(),
    )


def _is_unasked(card: Card) -> bool:
    return len(card.reasons) == 1 and card.reasons[0].why is Why.CONSENT_MISSING


def card_of(person: PersonRow) -> CardView | None:
    """The card of one person; None where nothing is due."""
    gathered = gather_facts(
        store_session(),
        knowledge(),
        [person],
        sealer=sealer(),
        asker=current_staff().account_id,
        now=site_settings().now(),
    )
    cards = find_cards(gathered.facts, today=site_settings().now().date())
    views = _views(cards, {person.id: person}, gathered, known=knowledge(), most=100)
    return views[0] if views else None


def _views(
    cards: tuple[Card, ...],
    people: Mapping[str, PersonRow],
    gathered: Gathered,
    *,
    known: Knowledge,
    most: int = MOST_REASONS,
) -> list[CardView]:
    """Labels, and the words of tasks, are opened for what is shown alone."""
    task_ids = [
        reason.key for card in cards for reason in card.reasons if reason.why in (Why.OVERDUE, Why.DUE)
    ]
    tasks = open_words(store_session(), task_ids, sealer())
    has_cards = any(reason.why is Why.NEW_CARD for card in cards for reason in card.reasons)
    makers = (
        names_of_accounts(store_session(), sealer(), current_staff().organisation_id) if has_cards else {}
    )
    found = []
    for card in cards:
        base = f"/staff/people/{card.person_id}"
        reasons = []
        for reason in card.reasons[:most]:
            name = _name(reason, tasks, gathered, person_id=card.person_id, makers=makers, known=known)
            reasons.append(
                ReasonView(
                    text=say_reason(reason, name),
                    icon=ICONS[reason.why],
                    action=str(ACTIONS[reason.why] if may_change() else gettext("See more")),
                    # who may only look cannot open every place where one acts
                    url=base + (_place(card.person_id, reason, gathered) if may_change() else ""),
                    is_pressing=reason.why in (Why.OVERDUE, Why.CLOSING, Why.CONSENT_OVER, Why.EXPIRED),
                )
            )
        label = label_of(people[card.person_id], sealer())
        more = max(0, len(card.reasons) - most)
        found.append(CardView(url=base, label=label, reasons=tuple(reasons), more=more))
    return found


def _name(
    reason: Reason,
    tasks: Mapping[str, str],
    gathered: Gathered,
    *,
    person_id: str,
    makers: Mapping[str, tuple[str, str]],
    known: Knowledge,
) -> str:
    match reason.why:
        case Why.OVERDUE | Why.DUE:
            return tasks.get(reason.key, "")
        case Why.CLOSING:
            return gathered.job_titles.get(int(reason.key), "")
        case Why.NEW_CARD:
            return makers.get(gathered.card_makers.get(person_id, ""), ("", ""))[0]
        case Why.EXPIRED | Why.EXPIRING:
            credential = known.graph.credentials.get(reason.key)
            return credential_name(credential) if credential else gettext("Something they hold")
    return ""


def _place(person_id: str, reason: Reason, gathered: Gathered) -> str:
    match reason.why:
        case Why.CONSENT_MISSING | Why.CONSENT_OVER | Why.CONSENT_ENDING | Why.NEW_CARD:
            return "/consent"
        case Why.OVERDUE | Why.DUE:
            return f"/tasks#task-{reason.key}"
        case Why.CLOSING:
            is_listed = (person_id, int(reason.key)) in gathered.shortlisted
            return "/shortlist" if is_listed else "/plan"
        case Why.NEW_JOBS:
            return "/desk"
        case Why.NO_CONTACT:
            return "/notes"
    return "/plan"
