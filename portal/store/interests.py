"""Interests: our pictures from the configuration, O*NET's questions and its ratings of work from the store."""

from functools import cache
from pathlib import Path

from sqlmodel import Session, col, select

from portal.domain.errors import InvalidSettings
from portal.domain.interest import LETTERS, InterestPicture, parse_pictures
from portal.domain.interest_fit import OccupationInterests
from portal.domain.model import DataModel
from portal.store.onet import INTERESTS, SCALES
from portal.store.reference_tables import InterestChoiceRow, InterestQuestionRow, OnetRatingRow


@cache
def load_pictures(config_dir: Path) -> tuple[InterestPicture, ...]:
    """The 30 pictures of `config/interests/pictures.toml` in the order in which people meet them; read once a process.

    Raises: InvalidSettings.
    """
    path = config_dir / "interests" / "pictures.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidSettings(f"{path}: cannot be read ({error.strerror}).") from error
    return parse_pictures(text)


class OnetProfiler(DataModel):
    """O*NET's questions in their order, and the answers that it offers."""

    items: tuple[tuple[str, str], ...]
    """(letter of the interest, statement)"""
    answers: tuple[tuple[int, str], ...]
    """(value, name), the lowest first"""


def find_onet_profiler(session: Session) -> OnetProfiler | None:
    """O*NET's Interest Profiler; None where it is not loaded."""
    items = session.exec(
        select(InterestQuestionRow.letter, InterestQuestionRow.statement).order_by(
            col(InterestQuestionRow.place)
        )
    ).all()
    answers = session.exec(
        select(InterestChoiceRow.value, InterestChoiceRow.name).order_by(col(InterestChoiceRow.value))
    ).all()
    if not items or len(answers) < 2:
        return None
    return OnetProfiler(
        items=tuple((letter, statement) for letter, statement in items),
        answers=tuple((value, name) for value, name in answers),
    )


def list_occupation_interests(session: Session) -> tuple[OccupationInterests, ...]:
    """The six interests of every occupation that O*NET rates, by SOC code.

    Of several O*NET occupations of one SOC code the general one (`.00`) speaks, else the first, as on its page.
    """
    rows = session.exec(
        select(OnetRatingRow.onet_soc_code, OnetRatingRow.element_id, OnetRatingRow.value)
        .where(
            OnetRatingRow.domain == "interest",
            OnetRatingRow.scale_id == SCALES["interest"],
            col(OnetRatingRow.is_suppressed).is_(False),
        )
        .order_by(col(OnetRatingRow.onet_soc_code))
    )
    values: dict[str, dict[str, float]] = {}
    for onet_code, element_id, value in rows:
        values.setdefault(onet_code, {})[INTERESTS[element_id]] = value
    found: dict[str, OccupationInterests] = {}
    for onet_code, rated in values.items():
        code = onet_code[:7]
        if code not in found and len(rated) == len(INTERESTS):
            r, i, a, s, e, c = (rated[letter] for letter in LETTERS)
            found[code] = OccupationInterests(soc_code=code, values=(r, i, a, s, e, c))
    return tuple(found.values())
