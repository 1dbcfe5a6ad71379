"""What O*NET says that people of an occupation do, use and are good at, to match competencies with."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from portal.labor.skills import SkillSource, SkillText
from portal.store.reference_tables import (
    OnetElementRow,
    OnetOccupationRow,
    OnetRatingRow,
    OnetTaskRow,
    OnetTechnologyRow,
)

MOST_OCCUPATIONS = 8


def list_skill_texts(session: Session, soc_codes: Sequence[str]) -> list[SkillText]:
    """Tasks, technologies and skills of the first few occupations, as far as O*NET is loaded; always in one order."""
    codes = list(soc_codes[:MOST_OCCUPATIONS])
    occupation = OnetOccupationRow
    tasks = session.exec(
        select(occupation.soc_code, OnetTaskRow.statement)
        .join(OnetTaskRow, col(OnetTaskRow.onet_soc_code) == occupation.onet_soc_code)
        .where(col(occupation.soc_code).in_(codes))
        .order_by(occupation.soc_code, col(OnetTaskRow.task_id))
    )
    technologies = session.exec(
        select(occupation.soc_code, OnetTechnologyRow.name)
        .join(OnetTechnologyRow, col(OnetTechnologyRow.onet_soc_code) == occupation.onet_soc_code)
        .where(col(occupation.soc_code).in_(codes))
        .order_by(occupation.soc_code, OnetTechnologyRow.name)
    )
    skills = session.exec(
        select(occupation.soc_code, OnetElementRow.name)
        .join(OnetRatingRow, col(OnetRatingRow.onet_soc_code) == occupation.onet_soc_code)
        .join(OnetElementRow, col(OnetElementRow.element_id) == OnetRatingRow.element_id)
        .where(col(occupation.soc_code).in_(codes), OnetRatingRow.domain == "skill")
        .distinct()
        .order_by(occupation.soc_code, OnetElementRow.name)
    )
    return [
        SkillText(source=source, soc_code=code, text=text)
        for source, rows in (
            (SkillSource.TASK, tasks),
            (SkillSource.TECHNOLOGY, technologies),
            (SkillSource.SKILL, skills),
        )
        for code, text in rows
    ]
