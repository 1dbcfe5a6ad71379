"""Where earnings stand, in the words of a page: `macros/benefits.html` shows it."""

from datetime import date
from decimal import Decimal

from portal.benefits.earnings import MonthlyEarnings
from portal.benefits.lines import LineKey, Unit
from portal.benefits.ssi import SsiSum
from portal.benefits.standing import BenefitChoices, Standing, State, stand
from portal.benefits.threshold import Thresholds
from portal.domain.model import DataModel
from portal.web.benefits.figures import (
    Help,
    LookUp,
    applies_text,
    build_help,
    build_look_up,
    build_proofs,
    dollars,
    how_worked_out,
    per,
    told,
    year_text,
)
from portal.web.benefits.words import ASKS, LINES, MEANINGS, SSI_ENDS, STATE_SENTENCES, STATES, STEPS
from portal.web.proof import Proof, distinct
from portal.web.translate import gettext


class SsiSumView(DataModel):
    """The SSI sum at one end of the pay. `rows`: what and how much, from pay down to what SSI would pay."""

    title: str
    rows: tuple[tuple[str, str], ...]


class LineView(DataModel):
    """One line and where the pay stands. `facts` are whole sentences; `older` is empty for a figure of its own time."""

    key: str
    name: str
    program: str
    state: str
    state_name: str
    amount: str
    applies: str
    older: str
    sentence: str
    facts: tuple[str, ...]
    meaning: str
    note: str
    sums: tuple[SsiSumView, ...]
    look_up: LookUp | None
    is_unchecked: bool
    proofs: tuple[Proof, ...]


class BenefitsView(DataModel):
    """The whole answer. `earnings` is empty where nothing is known of them; `asks` says what to find out."""

    earnings: str
    per_year: str
    long_month: str
    asks: tuple[str, ...]
    lines: tuple[LineView, ...]
    help: tuple[Help, ...]
    page_url: str


def build_benefits_view(
    earnings: MonthlyEarnings,
    thresholds: Thresholds,
    *,
    on: date,
    jurisdiction: str,
    choices: BenefitChoices,
    page_url: str = "/benefits",
) -> BenefitsView:
    """The answer for these earnings. `page_url`: the page of all lines, with this pay filled in."""
    standings = stand(earnings, thresholds, on=on, jurisdiction=jurisdiction, choices=choices)
    return BenefitsView(
        earnings=_span_per(earnings.low_usd, earnings.high_usd, unit=Unit.MONTH),
        per_year=_span_per(earnings.yearly_low_usd, earnings.yearly_high_usd, unit=Unit.YEAR),
        long_month=_span(earnings.long_month_low_usd, earnings.long_month_high_usd),
        asks=tuple(str(ASKS[each]) for each in earnings.missing),
        lines=tuple(_line(each, jurisdiction=jurisdiction) for each in standings),
        help=build_help(thresholds, jurisdiction),
        page_url=page_url,
    )


def _span(low: Decimal | None, high: Decimal | None) -> str:
    """`$1,300–$1,560`, `from $1,300`, `up to $1,560`; empty where neither end is known."""
    if low is None and high is None:
        return ""
    if low is None:
        assert high is not None
        return gettext("up to %(pay)s", pay=dollars(high))
    if high is None:
        return gettext("from %(pay)s", pay=dollars(low))
    return dollars(low) if low == high else f"{dollars(low)}–{dollars(high)}"


def _span_per(low: Decimal | None, high: Decimal | None, *, unit: Unit) -> str:
    span = _span(low, high)
    return per(span, unit) if span else ""


def _line(standing: Standing, *, jurisdiction: str) -> LineView:
    first = standing.found[0].threshold if standing.found else None
    is_ssi = standing.line is LineKey.SSI_FEDERAL_BENEFIT
    return LineView(
        key=standing.line.value,
        name=str(SSI_ENDS if is_ssi else LINES[standing.line]),
        program=first.program if first else "",
        state=standing.state.value,
        state_name=str(STATES[standing.state]),
        amount="" if standing.line_usd is None else per(dollars(standing.line_usd), standing.unit),
        applies=applies_text(first) if first else "",
        older=_older(standing),
        sentence=_sentence(standing),
        facts=_facts(standing),
        meaning=str(MEANINGS[standing.line]),
        note=told(first.note) if first else "",
        sums=_sums(standing),
        look_up=build_look_up(standing.look_up, jurisdiction=jurisdiction)
        if standing.look_up and (not standing.is_loaded or standing.is_older)
        else None,
        is_unchecked=any(not each.threshold.is_checked for each in standing.found),
        proofs=distinct(proof for each in standing.found for proof in build_proofs(each.threshold)),
    )


def _older(standing: Standing) -> str:
    years = sorted({year_text(each.threshold) for each in standing.found if each.is_older})
    if not years:
        return ""
    return gettext("of %(year)s, older: we do not have this year's figure", year=", ".join(years))


def _sentence(standing: Standing) -> str:
    if not standing.is_loaded:
        return gettext("We do not have this figure, so we cannot say.")
    if standing.line is LineKey.SSI_FEDERAL_BENEFIT and standing.line_usd == 0:
        return gettext("The other income alone leaves no SSI.")
    if standing.state is State.UNKNOWN:
        return gettext("We cannot say yet, because we do not know the pay or the hours.")
    return str(STATE_SENTENCES[standing.state])


def _facts(standing: Standing) -> tuple[str, ...]:
    facts = []
    if standing.line is LineKey.SSI_FEDERAL_BENEFIT:
        payment = _payment(standing)
        facts += [payment] if payment else []
    found = standing.found[0].threshold if standing.found else None
    if found is not None and found.share_of is not None:
        facts.append(gettext("The line is %(how)s.", how=how_worked_out(found)))
    if standing.deducted_usd and standing.is_loaded:
        facts.append(
            gettext("We took off %(cost)s a month of costs of work.", cost=dollars(standing.deducted_usd))
        )
    if standing.added_usd and standing.is_loaded:
        facts.append(
            gettext("We added %(amount)s a month of other income.", amount=dollars(standing.added_usd))
        )
    hours = _hours(standing.hours_at_line_low, standing.hours_at_line_high)
    if hours:
        facts.append(gettext("At this pay, up to %(hours)s hours a week is not over the line.", hours=hours))
    if standing.is_above_in_long_month:
        facts.append(gettext("But a month with five paydays would be over the line. Ask which months count."))
    return tuple(facts)


def _hours(low: Decimal | None, high: Decimal | None) -> str:
    known = [each for each in (low, high) if each is not None and each < 168]
    if not known:
        return ""
    figures = [f"{each.normalize():f}" for each in known]
    return figures[0] if len(set(figures)) == 1 else "–".join(figures)


def _payment(standing: Standing) -> str:
    """What SSI would pay, from the low pay's payment down to the high pay's."""
    known = [each.payment_usd for each in (standing.ssi_low, standing.ssi_high) if each is not None]
    if not known:
        return ""
    span = dollars(known[0])
    if known[-1] != known[0]:
        return gettext(
            "By this sum, SSI would pay %(most)s a month at the low pay and %(least)s at the high pay.",
            most=span,
            least=dollars(known[-1]),
        )
    return gettext("By this sum, SSI would pay %(amount)s a month.", amount=span)


def _sums(standing: Standing) -> tuple[SsiSumView, ...]:
    ends = [each for each in (standing.ssi_low, standing.ssi_high) if each is not None]
    if len(ends) == 2 and ends[0] == ends[1]:
        ends = ends[:1]
    return tuple(_sum(each, standing) for each in ends)


def _sum(found: SsiSum, standing: Standing) -> SsiSumView:
    federal = next(
        each.threshold for each in standing.found if each.threshold.key is LineKey.SSI_FEDERAL_BENEFIT
    )
    rows = [(gettext("Pay before tax"), dollars(found.earned_usd))]
    rows += [(f"− {STEPS[step.kind]}", dollars(step.taken_usd)) for step in found.steps]
    rows.append((gettext("Pay that counts"), dollars(found.countable_earned_usd)))
    if found.unearned_usd:
        rows.append((gettext("Other income that counts"), dollars(found.countable_unearned_usd)))
    rows.append((gettext("The most that SSI pays"), dollars(federal.amount_usd)))
    rows.append((gettext("SSI by this sum"), dollars(found.payment_usd)))
    return SsiSumView(title=gettext("At %(pay)s a month", pay=dollars(found.earned_usd)), rows=tuple(rows))
