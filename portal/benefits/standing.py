"""Where earnings stand against each line that somebody chose to look at."""

from datetime import date
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from portal.benefits.earnings import MONTHS_PER_YEAR, WEEKS_PER_YEAR, Missing, MonthlyEarnings
from portal.benefits.lines import OF_A_STATE, Benefit, LineKey, Unit
from portal.benefits.ssi import ZERO, SsiAmounts, SsiInputs, SsiSum, ssi_break_even, ssi_sum
from portal.benefits.threshold import NATION, Found, NotLoaded, Thresholds
from portal.domain.model import DataModel

TENTH = Decimal("0.1")


class State(StrEnum):
    """All these lines are of the form "more than": earnings just at a line are not above it."""

    BELOW = "below"
    """Not more than the line, at either end of the range."""
    WITHIN = "within"
    """The low end is not more than the line, and the high end is."""
    ABOVE = "above"
    UNKNOWN = "unknown"


class BenefitChoices(DataModel):
    """What to look at, as somebody chose it. Nothing chosen is nothing shown. It is kept nowhere."""

    benefits: frozenset[Benefit] = frozenset()
    show_blind_line: bool = False
    inputs: SsiInputs = SsiInputs()


class Standing(DataModel):
    """One line and where earnings stand.

    `line_usd` and `counted_*` are per `unit`: the line itself, and what is set against it (for SSI gross earnings
    against the earnings that leave no payment). `deducted_usd` of work costs and `added_usd` of other income, both a
    month, are in `counted_*` where the program counts so. `found` are the figures that it rests on; where one is not
    loaded the state is unknown, and `look_up` says where it stands. `hours_at_line_*`: up to so many hours a week an
    average month is not above the line, at the higher and at the lower hourly pay.
    """

    line: LineKey
    benefit: Benefit
    state: State
    unit: Unit
    line_usd: Decimal | None = None
    counted_low_usd: Decimal | None = None
    counted_high_usd: Decimal | None = None
    deducted_usd: Decimal = ZERO
    added_usd: Decimal = ZERO
    found: tuple[Found, ...] = ()
    look_up: NotLoaded | None = None
    missing: tuple[Missing, ...] = ()
    is_above_in_long_month: bool = False
    hours_at_line_low: Decimal | None = None
    hours_at_line_high: Decimal | None = None
    ssi_low: SsiSum | None = None
    ssi_high: SsiSum | None = None

    @property
    def is_loaded(self) -> bool:
        """False where a figure is missing: that is said, and no other is put in its place."""
        return self.line_usd is not None

    @property
    def is_older(self) -> bool:
        """True where a figure is of an earlier time than the day asked for."""
        return any(each.is_older for each in self.found)


def stand(
    earnings: MonthlyEarnings, thresholds: Thresholds, *, on: date, jurisdiction: str, choices: BenefitChoices
) -> tuple[Standing, ...]:
    """Each line of the chosen benefits, in the order of the programs. `jurisdiction`: a state, or `US`."""
    standings: list[Standing] = []
    expenses = choices.inputs.work_expenses_usd
    if Benefit.SSDI in choices.benefits:
        keys = [LineKey.TRIAL_WORK_MONTH, LineKey.SGA]
        keys += [LineKey.SGA_BLIND] if choices.show_blind_line else []
        for key in keys:
            # Work costs come off for substantial gainful activity, not for a trial work month (POMS DI 10520.015 A.2).
            off = ZERO if key is LineKey.TRIAL_WORK_MONTH else expenses
            source = _find(thresholds, key, on=on, jurisdiction=jurisdiction)
            standings.append(_plain(key, Benefit.SSDI, earnings=earnings, source=source, off_usd=off))
    if Benefit.SSI in choices.benefits:
        standings += _ssi(earnings, thresholds, on=on, inputs=choices.inputs)
    if Benefit.MEDICAID in choices.benefits:
        # 1619(b) is of gross earnings alone (POMS SI 02302.045); a buy-in is of all income of one's own.
        for key, off, add in (
            (LineKey.MEDICAID_1619B, ZERO, ZERO),
            (LineKey.MEDICAID_BUY_IN, expenses, choices.inputs.unearned_usd),
        ):
            source = _find(thresholds, key, on=on, jurisdiction=jurisdiction)
            standings.append(
                _plain(key, Benefit.MEDICAID, earnings=earnings, source=source, off_usd=off, added_usd=add)
            )
    return tuple(standings)


class _Source(DataModel):
    found: Found | None
    look_up: NotLoaded | None


def _find(thresholds: Thresholds, key: LineKey, *, on: date, jurisdiction: str) -> _Source:
    where = jurisdiction if key in OF_A_STATE else NATION
    return _Source(
        found=thresholds.find(key, on, jurisdiction=where),
        look_up=thresholds.look_up(key, jurisdiction=where),
    )


def _plain(
    key: LineKey,
    benefit: Benefit,
    *,
    earnings: MonthlyEarnings,
    source: _Source,
    off_usd: Decimal = ZERO,
    added_usd: Decimal = ZERO,
) -> Standing:
    """Gross earnings, less what comes off and with what is added, against one figure."""
    unit = Unit.MONTH if source.found is None else source.found.threshold.unit
    if source.found is None:
        return Standing(line=key, benefit=benefit, state=State.UNKNOWN, unit=unit, look_up=source.look_up)
    line = source.found.threshold.amount_usd
    return _against(
        Standing(
            line=key,
            benefit=benefit,
            state=State.UNKNOWN,
            unit=unit,
            line_usd=line,
            found=(source.found,),
            look_up=source.look_up,
        ),
        earnings,
        line_usd=line,
        off_usd=off_usd,
        added_usd=added_usd,
    )


def _ssi(
    earnings: MonthlyEarnings, thresholds: Thresholds, *, on: date, inputs: SsiInputs
) -> tuple[Standing, ...]:
    keys = [LineKey.SSI_FEDERAL_BENEFIT, LineKey.SSI_GENERAL_EXCLUSION, LineKey.SSI_EARNED_EXCLUSION]
    keys += [LineKey.STUDENT_EXCLUSION_MONTH, LineKey.STUDENT_EXCLUSION_YEAR] if inputs.is_student else []
    sources = {key: _find(thresholds, key, on=on, jurisdiction=NATION) for key in keys}
    found = {key: source.found for key, source in sources.items() if source.found is not None}
    bare = Standing(
        line=LineKey.SSI_FEDERAL_BENEFIT, benefit=Benefit.SSI, state=State.UNKNOWN, unit=Unit.MONTH
    )
    if len(found) < len(keys):
        return (bare.model_copy(update={"look_up": sources[LineKey.SSI_FEDERAL_BENEFIT].look_up}),)
    usd = {key: each.threshold.amount_usd for key, each in found.items()}
    amounts = SsiAmounts(
        federal_benefit_usd=usd[LineKey.SSI_FEDERAL_BENEFIT],
        general_exclusion_usd=usd[LineKey.SSI_GENERAL_EXCLUSION],
        earned_exclusion_usd=usd[LineKey.SSI_EARNED_EXCLUSION],
        student_month_usd=usd.get(LineKey.STUDENT_EXCLUSION_MONTH),
        student_year_usd=usd.get(LineKey.STUDENT_EXCLUSION_YEAR),
    )
    # "More than" holds here too: income of just the federal benefit leaves no payment and ends no eligibility
    # (POMS SI 02005.001 C.3).
    line = ssi_break_even(amounts, inputs)
    payment = _against(bare.model_copy(update={"line_usd": line}), earnings, line_usd=line)
    payment = payment.model_copy(
        update={
            "found": tuple(found.values()),
            "ssi_low": None
            if earnings.low_usd is None
            else ssi_sum(earnings.low_usd, amounts, inputs=inputs),
            "ssi_high": None
            if earnings.high_usd is None
            else ssi_sum(earnings.high_usd, amounts, inputs=inputs),
        }
    )
    if not inputs.is_student:
        return (payment,)
    students = (
        _plain(key, Benefit.SSI, earnings=earnings, source=sources[key])
        for key in (LineKey.STUDENT_EXCLUSION_MONTH, LineKey.STUDENT_EXCLUSION_YEAR)
    )
    return (payment, *students)


def _against(
    standing: Standing,
    earnings: MonthlyEarnings,
    *,
    line_usd: Decimal,
    off_usd: Decimal = ZERO,
    added_usd: Decimal = ZERO,
) -> Standing:
    is_yearly = standing.unit is Unit.YEAR
    off_in_unit = (off_usd - added_usd) * (MONTHS_PER_YEAR if is_yearly else 1)
    low, high = (
        (earnings.yearly_low_usd, earnings.yearly_high_usd)
        if is_yearly
        else (earnings.low_usd, earnings.high_usd)
    )
    low, high = _less(low, off_in_unit), _less(high, off_in_unit)
    state = state_of(low, high, line_usd=line_usd)
    long_month = None if is_yearly else _less(earnings.long_month_high_usd, off_in_unit)
    per_week = (line_usd + off_in_unit) * (1 if is_yearly else MONTHS_PER_YEAR) / WEEKS_PER_YEAR
    return standing.model_copy(
        update={
            "state": state,
            "counted_low_usd": low,
            "counted_high_usd": high,
            "deducted_usd": off_usd,
            "added_usd": added_usd,
            "missing": earnings.missing,
            "is_above_in_long_month": state is State.BELOW
            and long_month is not None
            and long_month > line_usd,
            "hours_at_line_low": _hours(per_week, earnings.hourly_high_usd),
            "hours_at_line_high": _hours(per_week, earnings.hourly_low_usd),
        }
    )


def state_of(low_usd: Decimal | None, high_usd: Decimal | None, *, line_usd: Decimal) -> State:
    """The state of a range whose ends may be open (None)."""
    if low_usd is not None and low_usd > line_usd:
        return State.ABOVE
    if high_usd is not None and high_usd <= line_usd:
        return State.BELOW
    if low_usd is None or high_usd is None:
        return State.UNKNOWN
    return State.WITHIN


def _less(amount_usd: Decimal | None, off_usd: Decimal) -> Decimal | None:
    return None if amount_usd is None else max(ZERO, amount_usd - off_usd)


def _hours(per_week_usd: Decimal, hourly_usd: Decimal | None) -> Decimal | None:
    """Whole tenths of an hour, rounded down, so that so many hours never go over; None without an hourly pay."""
    if not hourly_usd:
        return None
    return (max(ZERO, per_week_usd) / hourly_usd).quantize(TENTH, rounding=ROUND_FLOOR)
