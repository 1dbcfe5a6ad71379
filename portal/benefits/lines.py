"""The lines that earnings are set against, and the benefits that they belong to."""

from enum import StrEnum


class Benefit(StrEnum):
    """A benefit that somebody chose to look at. Nothing here says that they receive it."""

    SSDI = "ssdi"
    SSI = "ssi"
    MEDICAID = "medicaid"


class Unit(StrEnum):
    """Over what time an amount counts."""

    MONTH = "month"
    YEAR = "year"


class LineKey(StrEnum):
    """One figure of one program, whatever its year."""

    TRIAL_WORK_MONTH = "trial_work_month"
    """A month with more than this uses one of the nine months of the trial work period (SSDI)."""
    SGA = "sga"
    """Substantial gainful activity."""
    SGA_BLIND = "sga_blind"
    """The higher line that the law sets for people who are blind; SSDI only."""
    SSI_FEDERAL_BENEFIT = "ssi_federal_benefit"
    """The most that federal SSI pays one person; earnings are set against it after the exclusions."""
    SSI_GENERAL_EXCLUSION = "ssi_general_exclusion"
    SSI_EARNED_EXCLUSION = "ssi_earned_exclusion"
    STUDENT_EXCLUSION_MONTH = "student_exclusion_month"
    STUDENT_EXCLUSION_YEAR = "student_exclusion_year"
    MEDICAID_1619B = "medicaid_1619b"
    """Section 1619(b): up to this, Medicaid can go on after earnings end the SSI payment. Set for each state."""
    MEDICAID_BUY_IN = "medicaid_buy_in"
    """The state's Medicaid for people with disabilities who work. Set by each state."""
    POVERTY_LINE = "poverty_line"
    """HHS poverty guideline for one person; other lines are a share of it."""


UNIT_OF: dict[LineKey, Unit] = {
    LineKey.TRIAL_WORK_MONTH: Unit.MONTH,
    LineKey.SGA: Unit.MONTH,
    LineKey.SGA_BLIND: Unit.MONTH,
    LineKey.SSI_FEDERAL_BENEFIT: Unit.MONTH,
    LineKey.SSI_GENERAL_EXCLUSION: Unit.MONTH,
    LineKey.SSI_EARNED_EXCLUSION: Unit.MONTH,
    LineKey.STUDENT_EXCLUSION_MONTH: Unit.MONTH,
    LineKey.STUDENT_EXCLUSION_YEAR: Unit.YEAR,
    LineKey.MEDICAID_1619B: Unit.YEAR,
    LineKey.MEDICAID_BUY_IN: Unit.YEAR,
    LineKey.POVERTY_LINE: Unit.YEAR,
}
"""The unit in which each program states its figure: one in another unit is a slip, not a choice."""

OF_A_STATE = frozenset({LineKey.MEDICAID_1619B, LineKey.MEDICAID_BUY_IN})
"""These differ by state; all others are the same in the whole country."""
