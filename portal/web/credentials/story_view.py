"""A worked example, a class that previews the field, and the standards of an apprenticeship, in words."""

from portal.domain.credential import Credential
from portal.domain.model import DataModel
from portal.web.credentials.recognised import when_text
from portal.web.credentials.takes import Fact
from portal.web.formats import number
from portal.web.proof import Proof, build_proof, is_estimate
from portal.web.translate import gettext, lazy_gettext
from portal.web.words import in_language

PART_NAMES = {
    "level": lazy_gettext("Level"),
    "credit": lazy_gettext("Credit"),
    "recognition": lazy_gettext("Who took it seriously"),
    "opened": lazy_gettext("What it opened"),
}


class StoryLine(DataModel):
    """One question of the story; `text` is empty where nobody told."""

    label: str
    text: str
    when: str
    proof: Proof | None


class LessonView(DataModel):
    """One lesson for a class. Units: minutes."""

    title: str
    minutes: int
    materials: str
    steps: tuple[str, ...]
    shows: str
    supports: str


def build_story(credential: Credential) -> tuple[StoryLine, ...]:
    """Level, credit, recognition and what opened; none where the credential is no worked example."""
    if credential.story is None:
        return ()
    return tuple(
        StoryLine(
            label=str(PART_NAMES[key]),
            text=in_language(part.text) if part else "",
            when=when_text(part.stated_on) if part else "",
            proof=build_proof(part.evidence, str(PART_NAMES[key])) if part else None,
        )
        for key, part in credential.story.parts.items()
    )


def build_lesson(credential: Credential) -> LessonView | None:
    """The lesson of a credential; None where there is none."""
    lesson = credential.lesson
    if lesson is None:
        return None
    return LessonView(
        title=in_language(lesson.title),
        minutes=lesson.minutes,
        materials=in_language(lesson.materials),
        steps=tuple(in_language(step) for step in lesson.steps),
        shows=in_language(lesson.shows),
        supports=in_language(lesson.supports) if lesson.supports else "",
    )


def build_apprenticeship(credential: Credential) -> tuple[tuple[Fact, ...], Proof | None]:
    """What the registered standards ask, with their proof."""
    found = credential.apprenticeship
    if found is None:
        return (), None
    estimate = is_estimate(found.evidence)
    rows: list[tuple[str, str]] = []
    if found.work_hours is not None:
        hours = gettext("%(hours)s hours", hours=number(found.work_hours))
        if found.work_hours_high:
            hours = gettext(
                "%(low)s to %(high)s hours",
                low=number(found.work_hours),
                high=number(found.work_hours_high),
            )
        rows.append((gettext("Paid work"), hours))
    if found.instruction_hours is not None:
        rows.append((gettext("Class"), gettext("%(hours)s hours", hours=number(found.instruction_hours))))
    elif found.instruction_hours_per_year is not None:
        per_year = number(found.instruction_hours_per_year)
        rows.append((gettext("Class"), gettext("%(hours)s hours a year", hours=per_year)))
    if found.is_competency_based is not None:
        rows.append(
            (
                gettext("It ends"),
                gettext("when you show the skills")
                if found.is_competency_based
                else gettext("when the hours are done"),
            )
        )
    facts = tuple(Fact(label=label, value=value, is_estimate=estimate) for label, value in rows)
    return facts, build_proof(found.evidence, gettext("What the apprenticeship asks"))
