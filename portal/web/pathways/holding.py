"""What a person holds, as chips to put on and take off, and which of it can run out."""

from portal.domain.model import DataModel
from portal.web.choices import Choices
from portal.web.knowledge import Knowledge
from portal.web.pathways.gone import GoneHeld, read_gone
from portal.web.start.view_models import DIPLOMAS
from portal.web.words import credential_name

SUGGESTED = 4


class Chip(DataModel):
    """Something that one holds, to put on or take off with one tap."""

    id: str
    label: str
    url: str
    is_over: bool = False
    """It was held and has run out."""


class CanRunOut(DataModel):
    """Something held that must be renewed: the last day, where it was told, and whether it is over."""

    id: str
    label: str
    last_day: str = ""
    is_over: bool = False


class Holding(DataModel):
    """All chips. `gone` names what a saved address holds and the catalog no longer has."""

    held: tuple[Chip, ...]
    suggestions: tuple[Chip, ...]
    gone: tuple[GoneHeld, ...]
    can_run_out: tuple[CanRunOut, ...]


def build_holding(
    known: Knowledge, choices: Choices, *, asked: Choices, lapsed: tuple[str, ...], steps: tuple[str, ...]
) -> Holding:
    """Chips of what is held now. `asked` are the choices as the address has them, `lapsed` what is over today."""
    over = frozenset(lapsed)
    ids = tuple(dict.fromkeys((*choices.held, *choices.lapsed)))
    last_days = {each.credential_id: str(each.last_day) for each in choices.until}
    return Holding(
        held=tuple(_chip(known, choices, id_, is_over=id_ in over) for id_ in ids),
        suggestions=_suggestions(known, choices, steps),
        gone=read_gone(known, asked),
        can_run_out=tuple(
            CanRunOut(
                id=id_,
                label=credential_name(known.graph.get(id_)),
                last_day=last_days.get(id_, ""),
                is_over=id_ in choices.lapsed,
            )
            for id_ in ids
            if known.graph.get(id_).renewal is not None or id_ in over or id_ in last_days
        ),
    )


def _chip(known: Knowledge, choices: Choices, credential_id: str, *, is_over: bool = False) -> Chip:
    return Chip(
        id=credential_id,
        label=credential_name(known.graph.get(credential_id)),
        url=choices.toggled(credential_id).url(),
        is_over=is_over,
    )


def _suggestions(known: Knowledge, choices: Choices, steps: tuple[str, ...]) -> tuple[Chip, ...]:
    """What many on this way already hold: diplomas first, then the steps themselves."""
    ids = dict.fromkeys((*DIPLOMAS[:1], *steps))
    closure = known.graph.closure(choices.held)
    fitting = [
        id_
        for id_ in ids
        if id_ in known.graph.credentials and id_ not in closure and id_ not in choices.lapsed
    ]
    return tuple(_chip(known, choices, id_) for id_ in fitting[:SUGGESTED])
