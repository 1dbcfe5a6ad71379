"""What a job asks for, and where the person stands: every line with the sentence that it was read from."""

from portal.domain.job_posting import RequirementKind, Requirements, RequirementsState
from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.stacks.assess import Assessment, Finding, PostingState, Verdict, assess
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
SUMMARIES = {
    PostingState.QUALIFIES: lazy_gettext("You have everything that this job says it must have."),
    PostingState.ONE_AWAY: lazy_gettext("You are one credential away."),
    PostingState.FURTHER: lazy_gettext("This job asks for more than one thing that you do not have yet."),
    PostingState.UNKNOWN: lazy_gettext("We cannot say whether you fit. Ask the employer."),
}
_OWN_WORDS = {
    "one of several ways to qualify": lazy_gettext("One of several ways in"),
    "an equivalent": lazy_gettext("something equal"),
}
"""Words with which `ingest.enrich.requirements` stands in for what no name fits."""


class AskLine(DataModel):
    """One thing that is asked. `verdict` is met, missing, ask or empty (the person told nothing)."""

    text: str
    sentence: str
    verdict: str = ""
    verdict_text: str = ""
    links: tuple[tuple[str, str], ...] = ()


class Asks(DataModel):
    """Everything that was read, and the sum of it."""

    summary: str
    required: tuple[AskLine, ...]
    preferred: tuple[AskLine, ...]
    steps: tuple[tuple[str, str], ...]
    none_sentence: str
    nothing_found: bool


def build_asks(
    known: Knowledge, requirements: Requirements, person: Person, *, states: frozenset[str], told: bool
) -> Asks:
    """Set what is asked beside what the person told us; without that, only what is asked."""
    assessment = assess(requirements, person, known.graph, posting_states=states)
    findings = (*assessment.missing, *assessment.unknown, *assessment.met)
    return Asks(
        summary=_summary(assessment) if told else "",
        required=tuple(_required(known, finding, told=told) for finding in findings),
        preferred=_preferred(known, requirements),
        steps=tuple((id_, _name(known, id_)) for id_ in assessment.one_step[:6]) if told else (),
        none_sentence=assessment.none_sentence,
        nothing_found=requirements.state is RequirementsState.NOTHING_FOUND,
    )


def _summary(assessment: Assessment) -> str:
    return str(SUMMARIES[assessment.state])


def _required(known: Knowledge, finding: Finding, *, told: bool) -> AskLine:
    ids = finding.credential_ids or finding.other_state_ids
    verdict, verdict_text = VERDICTS[finding.verdict] if told else ("", "")
    return AskLine(
        text=_finding_text(known, finding),
        sentence=finding.sentence,
        verdict=verdict,
        verdict_text=str(verdict_text),
        links=tuple((id_, _name(known, id_)) for id_ in ids[:6])
        if finding.kind is PartKind.CREDENTIAL
        else (),
    )


def _finding_text(known: Knowledge, finding: Finding) -> str:
    if finding.kind is PartKind.EDUCATION and finding.level is not None:
        return str(EDUCATION_NAMES[finding.level])
    if finding.kind is PartKind.EXPERIENCE and finding.at_least:
        return experience_text(finding.at_least)
    if finding.kind is PartKind.AGE and finding.at_least:
        return gettext("%(age)s or older", age=finding.at_least)
    ids = finding.credential_ids or finding.other_state_ids
    names = [_name(known, id_) for id_ in ids] + [unresolved_name(name) for name in finding.unresolved]
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
