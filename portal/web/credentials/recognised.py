"""Who recognises a credential and where it counts: dated statements, verified kept apart from self-declared."""

from datetime import date

from portal.domain.credential import Credential
from portal.domain.model import DataModel
from portal.domain.recognition import PortabilityKind, Recognition, RecognitionKind, Standing
from portal.domain.states import STATE_NAMES
from portal.web.formats import day, month
from portal.web.proof import Proof, build_proof
from portal.web.translate import gettext, lazy_gettext
from portal.web.words import in_language

KIND_NAMES = {
    RecognitionKind.NAMED_BY_EMPLOYER: lazy_gettext("Named by an employer"),
    RecognitionKind.NAMED_BY_ASSOCIATION: lazy_gettext("Named by an association"),
    RecognitionKind.REQUIRED_IN_LAW: lazy_gettext("Required by law"),
    RecognitionKind.COLLEGE_CREDIT: lazy_gettext("Counts for college credit"),
    RecognitionKind.ACCREDITED: lazy_gettext("Accredited"),
    RecognitionKind.STATE_LIST: lazy_gettext("On a state's list"),
    RecognitionKind.INDUSTRY_RECOGNISED: lazy_gettext("Recognized in its field"),
}
STANDING_NAMES = {
    Standing.VERIFIED: lazy_gettext("Read at its source"),
    Standing.SELF_DECLARED: lazy_gettext("Said by the issuer itself"),
    Standing.NOT_CHECKED: lazy_gettext("Not yet checked"),
}
PORTABILITY_NAMES = {
    PortabilityKind.EVERYWHERE: lazy_gettext("It counts in every state."),
    PortabilityKind.COMPACT: lazy_gettext("It counts in the states of a compact."),
    PortabilityKind.BY_APPLICATION: lazy_gettext("Another state gives you its own when you apply."),
    PortabilityKind.BY_EMPLOYER: lazy_gettext("A new employer has to test you again."),
    PortabilityKind.VARIES_BY_STATE: lazy_gettext("Each state has its own rules."),
}


class Statement(DataModel):
    """One statement. `standing` is verified, self_declared or not_checked."""

    by: str
    kind_name: str
    text: str
    when: str
    place: str
    standing: str
    standing_name: str
    proof: Proof


class StatementGroup(DataModel):
    """Statements of one standing."""

    standing: str
    name: str
    statements: tuple[Statement, ...]


class PortabilityLine(DataModel):
    """Where it counts when its holder moves."""

    text: str
    note: str
    url: str
    proof: Proof


class Recognised(DataModel):
    """Statements of recognition and marks of quality, each grouped by standing, the surest first."""

    named: tuple[StatementGroup, ...]
    marks: tuple[StatementGroup, ...]
    portability: PortabilityLine | None

    @property
    def is_told(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.named or self.marks or self.portability)


def build_recognised(credential: Credential) -> Recognised:
    """All statements about a credential. What nobody told is not on the page."""
    return Recognised(
        named=_by_standing([one for one in credential.recognitions if not one.kind.is_quality_mark]),
        marks=_by_standing([one for one in credential.recognitions if one.kind.is_quality_mark]),
        portability=_portability(credential),
    )


def when_text(stated_on: str | None, until: str | None = None) -> str:
    """`2024`, `March 2024 until 2027`; empty where the source states no date."""
    if not stated_on:
        return ""
    if until:
        return gettext("%(start)s until %(end)s", start=_date_text(stated_on), end=_date_text(until))
    return _date_text(stated_on)


def _date_text(partial: str) -> str:
    if len(partial) == 4:
        return partial
    return month(partial) if len(partial) == 7 else day(date.fromisoformat(partial))


def _by_standing(recognitions: list[Recognition]) -> tuple[StatementGroup, ...]:
    groups = []
    for standing in Standing:
        members = tuple(_statement(one) for one in recognitions if one.standing is standing)
        if members:
            groups.append(
                StatementGroup(
                    standing=standing.value, name=str(STANDING_NAMES[standing]), statements=members
                )
            )
    return tuple(groups)


def _statement(one: Recognition) -> Statement:
    return Statement(
        by=one.by,
        kind_name=str(KIND_NAMES[one.kind]),
        text=in_language(one.statement),
        when=when_text(one.stated_on, one.until),
        place=STATE_NAMES.get(one.jurisdiction or "", ""),
        standing=one.standing.value,
        standing_name=str(STANDING_NAMES[one.standing]),
        proof=build_proof(one.evidence),
    )


def _portability(credential: Credential) -> PortabilityLine | None:
    found = credential.portability
    if found is None:
        return None
    text = str(PORTABILITY_NAMES[found.kind])
    if found.compact:
        text = gettext("It counts in the states of this compact: %(name)s.", name=found.compact)
    return PortabilityLine(
        text=text,
        note=in_language(found.note) if found.note else "",
        url=found.url,
        proof=build_proof(found.evidence, gettext("Where it counts")),
    )
