"""What a job asks for, and where the person stands: every line with the sentence that it was read from."""

from portal.domain.credential import EducationLevel
from portal.domain.job_posting import RequirementKind, Requirements, RequirementsState
from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.stacks.assess import Finding, Verdict, assess
from portal.stacks.parts import PartKind
from portal.web.formats import either
from portal.web.knowledge import Knowledge
from portal.web.translate import gettext, lazy_gettext, ngettext
from portal.web.words import EDUCATION_NAMES, credential_name

VERDICTS = {
    Verdict.MET: ("met", lazy_gettext("You have this")),
    Verdict.MISSING: ("missing", lazy_gettext("You do not have this yet")),
    Verdict.UNRESOLVED: ("ask", lazy_gettext("Ask: we do not know this one yet")),
    Verdict.TRANSFER_NEEDED: ("ask", lazy_gettext("Ask: your license is from another state")),
    Verdict.NOT_TOLD: ("ask", lazy_gettext("You have not told us")),
}
_OWN_WORDS = {
    "one of several ways to qualify": lazy_gettext("One of several ways in"),
    "an equivalent": lazy_gettext("something equal"),
}
"""Words with which `ingest.enrich.requirements` stands in for what no name fits."""


class AskLine(DataModel):
    """One thing that is asked; `portal.web.jobs.fit` says how the person stands before it."""

    text: str
    sentence: str
    links: tuple[tuple[str, str], ...] = ()


class Asks(DataModel):
    """Everything that was read."""

    required: tuple[AskLine, ...]
    preferred: tuple[AskLine, ...]
    none_sentence: str
    nothing_found: bool


def build_asks(
    known: Knowledge, requirements: Requirements, person: Person, *, states: frozenset[str]
) -> Asks:
    """What is asked: first what the person lacks, then what is not known, then what they have."""
    assessment = assess(requirements, person, known.graph, posting_states=states)
    findings = (*assessment.missing, *assessment.unknown, *assessment.met)
    return Asks(
        required=tuple(_required(known, finding) for finding in findings),
        preferred=_preferred(known, requirements),
        none_sentence=assessment.none_sentence,
        nothing_found=requirements.state is RequirementsState.NOTHING_FOUND,
    )


def _required(known: Knowledge, finding: Finding) -> AskLine:
    ids = finding.credential_ids or finding.other_state_ids
    return AskLine(
        text=_finding_text(known, finding),
        sentence=finding.sentence,
        links=tuple((id_, _name(known, id_)) for id_ in ids[:6])
        if finding.kind is PartKind.CREDENTIAL
        else (),
    )


def _finding_text(known: Knowledge, finding: Finding) -> str:
    return asked_text(
        known,
        finding.kind,
        ids=finding.credential_ids or finding.other_state_ids,
        unresolved=finding.unresolved,
        level=finding.level,
        at_least=finding.at_least,
    )


def asked_text(
    known: Knowledge,
    kind: PartKind,
    *,
    ids: tuple[str, ...],
    unresolved: tuple[str, ...],
    level: EducationLevel | None,
    at_least: int | None,
) -> str:
    """One required thing in the words of the page. Units: months (experience), years (age)."""
    if kind is PartKind.EDUCATION and level is not None:
        return str(EDUCATION_NAMES[level])
    if kind is PartKind.EXPERIENCE and at_least:
        return experience_text(at_least)
    if kind is PartKind.AGE and at_least:
        return gettext("%(age)s or older", age=at_least)
    names = [_name(known, id_) for id_ in ids] + [unresolved_name(name) for name in unresolved]
    return either(names[:6]) or gettext("Something that we could not read")


def _preferred(known: Knowledge, requirements: Requirements) -> tuple[AskLine, ...]:
    """What helps, and what is to be earned once at work; each line's own sentence says which."""
    lines = [
        AskLine(
            text=either(
                [*(_name(known, id_) for id_ in group.any_of), *map(unresolved_name, group.unresolved)]
            ),
            sentence=group.sentence,
            links=tuple(
                (id_, _name(known, id_)) for id_ in group.any_of[:6] if id_ in known.graph.credentials
            ),
        )
        for group in requirements.groups
        if group.kind is not RequirementKind.REQUIRED
    ]
    for condition in requirements.conditions:
        if condition.kind is RequirementKind.REQUIRED:
            continue
        if condition.education is not None:
            lines.append(AskLine(text=str(EDUCATION_NAMES[condition.education]), sentence=condition.sentence))
        if condition.experience_months:
            lines.append(
                AskLine(text=experience_text(condition.experience_months), sentence=condition.sentence)
            )
    return tuple(lines)


def experience_text(months: int) -> str:
    """Work in the field in years or months."""
    if months >= 12 and months % 12 == 0:
        return ngettext(
            "%(num)s year of work in the field", "%(num)s years of work in the field", months // 12
        )
    return ngettext("%(num)s month of work in the field", "%(num)s months of work in the field", months)


def unresolved_name(name: str) -> str:
    """What stands for something that the catalog does not know: our own words for ways, else the posting's."""
    return str(_OWN_WORDS.get(name, name))


def _name(known: Knowledge, credential_id: str) -> str:
    credential = known.graph.credentials.get(credential_id)
    return credential_name(credential) if credential else credential_id
