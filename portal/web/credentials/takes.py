"""What a credential takes: time, money, conditions, renewal, each with its proof."""

from portal.domain.credential import Credential, EducationLevel
from portal.domain.model import DataModel
from portal.web.formats import cost_text, money, money_range, weeks, weeks_range
from portal.web.proof import Proof, build_proof, is_estimate
from portal.web.translate import gettext, ngettext
from portal.web.words import EDUCATION_NAMES, in_language


class Fact(DataModel):
    """One line of what it takes. `is_estimate`: not yet checked at a source."""

    label: str
    value: str
    detail: str = ""
    is_estimate: bool = False


class Takes(DataModel):
    """All lines, and why we say them."""

    facts: tuple[Fact, ...]
    proofs: tuple[Proof, ...]


def build_takes(credential: Credential) -> Takes:
    """What a credential takes. What is not known is said to be not known."""
    facts = [_time(credential), _cost(credential), *_conditions(credential), _renewal(credential)]
    proofs = []
    if credential.weeks:
        proofs.append(build_proof(credential.weeks.evidence, gettext("How long it takes")))
    if credential.cost:
        proofs.append(build_proof(credential.cost.evidence, gettext("What it costs")))
    if credential.entry:
        proofs.append(build_proof(credential.entry.evidence, gettext("What you need to start")))
    if credential.renewal:
        proofs.append(build_proof(credential.renewal.evidence, gettext("How you keep it")))
    return Takes(facts=tuple(facts), proofs=tuple(proofs))


def _time(credential: Credential) -> Fact:
    label = gettext("Time")
    if credential.weeks is None:
        return Fact(label=label, value=gettext("We don't know yet"))
    typical, span = weeks(credential.weeks.typical), weeks_range(credential.weeks)
    return Fact(
        label=label,
        value=gettext("about %(time)s", time=typical),
        detail="" if span == typical else span,
        is_estimate=is_estimate(credential.weeks.evidence),
    )


def _cost(credential: Credential) -> Fact:
    label, cost = gettext("Cost"), credential.cost
    if cost is None:
        return Fact(label=label, value=gettext("We don't know yet"))
    span = money_range(cost.low, cost.high) if cost.low is not None and cost.high is not None else ""
    detail = gettext("in all, in dollars of %(year)s", year=str(cost.year))
    if span and span != money(cost.typical):
        detail = gettext("%(span)s in all, in dollars of %(year)s", span=span, year=str(cost.year))
    return Fact(label=label, value=cost_text(cost), detail=detail, is_estimate=is_estimate(cost.evidence))


def _conditions(credential: Credential) -> list[Fact]:
    entry = credential.entry
    if entry is None:
        return []
    facts = []
    if entry.min_age is not None:
        facts.append(
            Fact(
                label=gettext("Age"),
                value=gettext("%(age)s or older", age=str(entry.min_age)),
                is_estimate=is_estimate(entry.evidence),
            )
        )
    if entry.education is not None and entry.education is not EducationLevel.NONE:
        facts.append(
            Fact(
                label=gettext("School"),
                value=str(EDUCATION_NAMES[entry.education]),
                is_estimate=is_estimate(entry.evidence),
            )
        )
    if entry.experience_months:
        facts.append(
            Fact(
                label=gettext("Work"),
                value=ngettext(
                    "%(num)s month of work in the field",
                    "%(num)s months of work in the field",
                    entry.experience_months,
                ),
                is_estimate=is_estimate(entry.evidence),
            )
        )
    if entry.note is not None:
        facts.append(
            Fact(
                label=gettext("To start"),
                value=in_language(entry.note),
                is_estimate=is_estimate(entry.evidence),
            )
        )
    return facts


def _renewal(credential: Credential) -> Fact:
    label, renewal = gettext("Renewal"), credential.renewal
    if renewal is None:
        return Fact(label=label, value=gettext("none that we know of"))
    cost = ""
    if renewal.cost_usd is not None:
        cost = gettext("costs %(cost)s (%(year)s)", cost=money(renewal.cost_usd), year=str(renewal.cost_year))
    years, months = divmod(renewal.months, 12)
    value = (
        ngettext("every year", "every %(num)s years", years)
        if years and not months
        else ngettext("every month", "every %(num)s months", renewal.months)
    )
    return Fact(label=label, value=value, detail=cost, is_estimate=is_estimate(renewal.evidence))
