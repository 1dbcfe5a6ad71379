"""Skills: does what the person holds test the skills that the job's text names?"""

from portal.matching.facts import NamedSkill, PostingFacts
from portal.matching.model import CriterionState, Help, Line, Reason


def skills(facts: PostingFacts) -> tuple[Line, ...]:
    """A line for each skill. One that nothing tests is unknown, never missing: a person can have it all the same."""
    if facts.skills is None:
        return (Line(state=CriterionState.NOT_ASKED, reason=Reason.NOT_LOOKED),)
    if not facts.skills:
        return (Line(state=CriterionState.NOT_ASKED, reason=Reason.NONE_FOUND),)
    return tuple(_line(each) for each in facts.skills)


def _line(skill: NamedSkill) -> Line:
    return Line(
        state=CriterionState.MET if skill.is_shown else CriterionState.UNKNOWN,
        reason=Reason.SKILL_SHOWN if skill.is_shown else Reason.SKILL_NOT_SHOWN,
        sentence=skill.sentence,
        help=None if skill.is_shown else Help.SHOW_SKILL,
        credential_ids=skill.credential_ids,
        skill=skill.name,
    )
