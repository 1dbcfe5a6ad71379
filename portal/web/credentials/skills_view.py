"""Skills that the holder of a credential would show at work: its competencies beside O*NET's own words."""

from sqlmodel import Session

from portal.domain.credential import Credential
from portal.domain.model import DataModel
from portal.labor.skills import SkillSource, match_skills
from portal.store.skill_texts import list_skill_texts
from portal.web.knowledge import Knowledge
from portal.web.translate import lazy_gettext

SOURCE_NAMES = {
    SkillSource.TASK: lazy_gettext("a task"),
    SkillSource.TECHNOLOGY: lazy_gettext("a tool or program"),
    SkillSource.SKILL: lazy_gettext("a skill"),
}


class SkillLine(DataModel):
    """A competency, the text of O*NET that shares its words, and of which work that text is."""

    competency: str
    text: str
    source_name: str
    soc_code: str
    occupation: str
    words: str


def build_skills(session: Session, known: Knowledge, credential: Credential) -> tuple[SkillLine, ...]:
    """The competencies that are found in what O*NET says of the work that the credential leads to."""
    if not credential.competencies or not credential.soc_codes:
        return ()
    texts = list_skill_texts(session, credential.soc_codes)
    return tuple(
        SkillLine(
            competency=match.competency,
            text=match.matched.text,
            source_name=str(SOURCE_NAMES[match.matched.source]),
            soc_code=match.matched.soc_code,
            occupation=known.occupation_title(match.matched.soc_code),
            words=", ".join(match.words),
        )
        for match in match_skills(credential.competencies, texts)
    )
