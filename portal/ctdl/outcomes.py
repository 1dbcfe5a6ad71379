"""Outcomes that a state publishes beside its list of programs, by school and field of study, joined to its programs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from portal.ctdl.listed import ListedRecord, OutcomeFile
from portal.domain.model import DataModel

_RATES = ("employed_q2_rate", "completion_rate")


class JoinedOutcomes(DataModel):
    """The records with their outcomes, and what became of the file's rows.

    `withheld`: programs whose figure the publisher keeps back. `wrong`: rows whose figure is no share from 0 to 1.
    """

    records: tuple[ListedRecord, ...]
    rows: int
    joined: int
    withheld: int
    wrong: int


def join_outcomes(
    records: Sequence[ListedRecord], rows: Iterable[Mapping[str, Any]], form: OutcomeFile
) -> JoinedOutcomes:
    """Give each record the published shares of its school and field; what was kept back stays unknown, never 0.

    A row without a single person proves nothing and is left out. Raises: KeyError naming a column that is missing.
    """
    found: dict[tuple[str, str], dict[str, float] | None] = {}
    count = wrong = 0
    for row in rows:
        count += 1
        key = (str(row[form.issuer_ref]).strip(), _cip(str(row[form.cip_code])))
        texts = {name: str(row[column]).strip() for name in _RATES if (column := getattr(form, name))}
        figures = {name: _share(text) for name, text in texts.items() if text not in form.withheld}
        people = _share(str(row[form.people]), most=1e9) if form.people else None
        if any(value is None for value in figures.values()):
            wrong += 1
            continue
        known = {name: value for name, value in figures.items() if value is not None}
        if known and people:
            found[key] = known | {"outcome_people": people}
        else:
            found.setdefault(key, None)
    joined, withheld, made = 0, 0, []
    for record in records:
        key = (record.issuer_ref, _cip(record.cip_code or ""))
        outcome = found.get(key)
        joined += bool(outcome)
        withheld += key in found and not outcome
        made.append(record.model_copy(update=dict(outcome)) if outcome else record)
    return JoinedOutcomes(records=tuple(made), rows=count, joined=joined, withheld=withheld, wrong=wrong)


def _cip(text: str) -> str:
    """`51.1020` and `511020` are one; a leading zero that a spreadsheet cut is put back."""
    digits = text.strip().replace(".", "")
    return digits.zfill(6)


def _share(text: str, *, most: float = 1.0) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value <= most else None
