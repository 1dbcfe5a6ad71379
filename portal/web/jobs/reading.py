"""How we read one job: each thing with the sentence that says it, how sure we are, and what we could not read."""

from collections.abc import Sequence

from portal.domain.job_posting import PlacePrecision, RequirementKind, Requirements, RequirementsState
from portal.domain.model import DataModel
from portal.domain.posting_text import SectionKind, Signal, SignalKind, SignalValue, TextReading
from portal.domain.reading import english_grade
from portal.store.tables import JobPostingPlaceRow, JobPostingRow
from portal.web.formats import either
from portal.web.jobs.asks import experience_text, unresolved_name
from portal.web.knowledge import Knowledge
from portal.web.translate import gettext, lazy_gettext
from portal.web.words import EDUCATION_NAMES, credential_name
from portal.web.work_names import name_work

_K, _V = SignalKind, SignalValue
SIGNAL_NAMES = {
    (_K.SHIFT, _V.DAY): lazy_gettext("Day shift"),
    (_K.SHIFT, _V.EVENING): lazy_gettext("Evening work"),
    (_K.SHIFT, _V.NIGHT): lazy_gettext("Night work"),
    (_K.SHIFT, _V.WEEKEND): lazy_gettext("Weekend work"),
    (_K.SHIFT, _V.ROTATING): lazy_gettext("Shifts that change"),
    (_K.SHIFT, _V.ON_CALL): lazy_gettext("On call"),
    (_K.SHIFT, _V.SET_TIMES): lazy_gettext("Times of work"),
    (_K.REMOTE, _V.STATED): lazy_gettext("Work from home"),
    (_K.HYBRID, _V.STATED): lazy_gettext("Some days from home"),
    (_K.TRAINING, _V.STATED): lazy_gettext("They train you"),
    (_K.NO_EXPERIENCE, _V.STATED): lazy_gettext("No experience needed"),
    (_K.SECOND_CHANCE, _V.STATED): lazy_gettext("Open to people with a record"),
    (_K.TRANSPORT, _V.OWN_VEHICLE): lazy_gettext("Your own way to get there"),
    (_K.TRANSPORT, _V.VEHICLE_PROVIDED): lazy_gettext("They give you a car or truck"),
    (_K.TRANSPORT, _V.NEAR_TRANSIT): lazy_gettext("Near a bus or train"),
    (_K.TRANSPORT, _V.RIDE_PROVIDED): lazy_gettext("A ride to work"),
    (_K.PHYSICAL, _V.STAND): lazy_gettext("Standing"),
    (_K.PHYSICAL, _V.WALK): lazy_gettext("Walking"),
    (_K.PHYSICAL, _V.SIT): lazy_gettext("Sitting"),
    (_K.PHYSICAL, _V.CLIMB): lazy_gettext("Climbing"),
    (_K.PHYSICAL, _V.BEND): lazy_gettext("Kneeling or bending"),
    (_K.PHYSICAL, _V.DEMANDING): lazy_gettext("Hard work for the body"),
    (_K.ACCOMMODATION, _V.STATED): lazy_gettext("Whom to ask for help or a change you need"),
}
SECTION_NAMES = {
    SectionKind.ABOUT: lazy_gettext("about the employer"),
    SectionKind.DUTIES: lazy_gettext("what you do"),
    SectionKind.REQUIREMENTS: lazy_gettext("what you must have"),
    SectionKind.PREFERRED: lazy_gettext("what helps"),
    SectionKind.PAY: lazy_gettext("pay"),
    SectionKind.BENEFITS: lazy_gettext("benefits"),
    SectionKind.APPLY: lazy_gettext("how to apply"),
}
KIND_NAMES = {
    RequirementKind.REQUIRED: lazy_gettext("a must"),
    RequirementKind.PREFERRED: lazy_gettext("helps"),
    RequirementKind.AFTER_HIRE: lazy_gettext("to get after you start"),
}
PRECISION_NAMES = {
    PlacePrecision.POINT: lazy_gettext("the address"),
    PlacePrecision.ZIP: lazy_gettext("the ZIP code"),
    PlacePrecision.COUNTY: lazy_gettext("the county"),
    PlacePrecision.CITY: lazy_gettext("the city, not the county"),
    PlacePrecision.STATE: lazy_gettext("only the state"),
}
_VERY_SURE, _FAIRLY_SURE = 0.9, 0.7


class SignalLine(DataModel):
    """One thing to know, with its sentence. `is_denied`: the job says that it is not so."""

    name: str
    is_denied: bool
    contact: str
    sentence: str


class OccupationGuess(DataModel):
    """An occupation that the job may be."""

    title: str
    is_english: bool
    soc_code: str
    is_chosen: bool


class RequirementLine(DataModel):
    """A group: any one of its names will do. Groups are joined by "and".

    `is_unlisted`: its names are those of things that the catalog does not know, not our words for several ways.
    """

    names: tuple[str, ...]
    kind: str
    is_unknown: bool
    is_unlisted: bool = False
    sentence: str


class PlaceLine(DataModel):
    """A place and how near it is known."""

    name: str
    precision: str


class PostingReading(DataModel):
    """Everything that we read of one job."""

    summary: tuple[str, ...]
    grade: str
    signals: tuple[SignalLine, ...]
    sections: tuple[str, ...]
    sure: str
    sure_share: str
    occupation_reason: str
    occupations: tuple[OccupationGuess, ...]
    requirements: tuple[RequirementLine, ...]
    places: tuple[PlaceLine, ...]
    place_note: str
    pay_sentence: str
    gaps: tuple[str, ...]


def build_posting_reading(
    known: Knowledge, row: JobPostingRow, places: Sequence[JobPostingPlaceRow]
) -> PostingReading:
    """What was read of a job, with the gaps. Source: `job_posting`, its places and `text_reading`."""
    text = TextReading.model_validate(row.text_reading or {})
    requirements = Requirements.model_validate(row.requirements)
    grade = english_grade(row.description_text)
    lines = tuple(_requirements(known, requirements))
    return PostingReading(
        summary=text.summary,
        grade=str(max(1, round(grade))) if grade is not None else "",
        signals=tuple(_signal(signal) for signal in text.signals),
        sections=tuple(dict.fromkeys(str(SECTION_NAMES[section.kind]) for section in text.sections)),
        sure=_sure(row) if row.soc_code else "",
        sure_share=_sure_share(row),
        occupation_reason=row.soc_reason,
        occupations=tuple(_occupations(known, row)),
        requirements=lines,
        places=tuple(
            PlaceLine(
                name=place.place_name
                if place.state in place.place_name
                else f"{place.place_name}, {place.state}",
                precision=str(PRECISION_NAMES[PlacePrecision(place.precision)]),
            )
            for place in places
        ),
        place_note=row.place_note,
        pay_sentence=text.pay_sentence,
        gaps=tuple(_gaps(row, requirements, lines, places=bool(places))),
    )


def _sure(row: JobPostingRow) -> str:
    if row.soc_method == "curator":
        return gettext("set by a person")
    if row.soc_confidence >= _VERY_SURE:
        return gettext("very sure")
    return gettext("fairly sure") if row.soc_confidence >= _FAIRLY_SURE else gettext("not very sure")


def _sure_share(row: JobPostingRow) -> str:
    """How many of 100 like it are right, of the code, or of the field where only that is sure."""
    if row.soc_code is None:
        return f"{row.soc_group_confidence * 100:.0f}" if row.soc_group and row.soc_group_confidence else ""
    return f"{row.soc_confidence * 100:.0f}" if row.soc_method == "learned" else ""


def _occupations(known: Knowledge, row: JobPostingRow) -> list[OccupationGuess]:
    codes = [row.soc_code] if row.soc_code else []
    codes += [code for code in row.soc_candidates if code not in codes]
    named = [name_work(code, known.occupation_title(code)) for code in codes[:3]]
    return [
        OccupationGuess(
            title=one.title,
            is_english=one.is_english,
            soc_code=one.soc_code,
            is_chosen=one.soc_code == row.soc_code,
        )
        for one in named
    ]


def _signal(signal: Signal) -> SignalLine:
    return SignalLine(
        name=_signal_name(signal),
        is_denied=signal.is_denied,
        contact=signal.contact,
        sentence=signal.sentence,
    )


def _signal_name(signal: Signal) -> str:
    if signal.kind is SignalKind.HOURS and signal.low is not None:
        low, high = f"{signal.low:g}", f"{signal.high or signal.low:g}"
        if low == high:
            return gettext("%(hours)s hours a week", hours=low)
        return gettext("%(low)s to %(high)s hours a week", low=low, high=high)
    if signal.value is SignalValue.LIFT and signal.high is not None:
        return gettext("Lifting up to %(pounds)s pounds", pounds=f"{signal.high:g}")
    return str(SIGNAL_NAMES.get((signal.kind, signal.value), signal.value.value))


def _requirements(known: Knowledge, requirements: Requirements) -> list[RequirementLine]:
    lines = [
        RequirementLine(
            names=(
                *(_credential(known, id_) for id_ in group.any_of),
                *map(unresolved_name, group.unresolved),
            ),
            kind=str(KIND_NAMES[group.kind]),
            is_unknown=not group.any_of,
            is_unlisted=not group.any_of and any(unresolved_name(n) == n for n in group.unresolved),
            sentence=group.sentence,
        )
        for group in requirements.groups
    ]
    for condition in requirements.conditions:
        said = []
        if condition.education is not None:
            said.append(str(EDUCATION_NAMES[condition.education]))
        if condition.experience_months:
            said.append(experience_text(condition.experience_months))
        if condition.min_age:
            said.append(gettext("%(age)s or older", age=condition.min_age))
        if said:
            lines.append(
                RequirementLine(
                    names=(either(said),),
                    kind=str(KIND_NAMES[condition.kind]),
                    is_unknown=False,
                    sentence=condition.sentence,
                )
            )
    return lines


def _credential(known: Knowledge, credential_id: str) -> str:
    credential = known.graph.credentials.get(credential_id)
    return credential_name(credential) if credential else credential_id


def _gaps(
    row: JobPostingRow, requirements: Requirements, lines: Sequence[RequirementLine], *, places: bool
) -> list[str]:
    gaps = []
    if row.soc_code is None:
        gaps.append(
            gettext("Which job it is: we are only sure of the field.")
            if row.soc_group
            else gettext("Which kind of work it is: we were not sure enough to say.")
        )
    if requirements.state is RequirementsState.NOTHING_FOUND:
        gaps.append(gettext("What you must have: we found nothing that reads as a must."))
    if any(line.is_unknown for line in lines):
        gaps.append(
            gettext(
                "Some of what it asks for: we do not know these names yet, or there is more than one way in."
            )
        )
    if not places:
        gaps.append(gettext("Where it is."))
    if row.pay_minimum is None and row.pay_maximum is None:
        gaps.append(gettext("What it pays: the job does not say."))
    if row.pay_flag:
        gaps.append(gettext("If the pay is right: it looks odd to us."))
    return gaps
