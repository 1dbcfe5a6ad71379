"""The words for lines, states and steps. Plain and without judgement: above a line is neither good nor bad."""

from portal.benefits.earnings import Missing
from portal.benefits.lines import Benefit, LineKey
from portal.benefits.ssi import SsiStepKind
from portal.benefits.standing import State
from portal.domain.job_posting import PayUnit
from portal.web.translate import lazy_gettext

BENEFITS = {
    Benefit.SSDI: lazy_gettext("SSDI (Social Security Disability Insurance)"),
    Benefit.SSI: lazy_gettext("SSI (Supplemental Security Income)"),
    Benefit.MEDICAID: lazy_gettext("Medicaid while you work"),
}
LINES = {
    LineKey.TRIAL_WORK_MONTH: lazy_gettext("SSDI: trial work month"),
    LineKey.SGA: lazy_gettext("SSDI: “substantial” work (SGA)"),
    LineKey.SGA_BLIND: lazy_gettext("SSDI: “substantial” work, the higher line for people who are blind"),
    LineKey.SSI_FEDERAL_BENEFIT: lazy_gettext("SSI: the most that it pays one person"),
    LineKey.SSI_GENERAL_EXCLUSION: lazy_gettext("SSI: taken off most income first"),
    LineKey.SSI_EARNED_EXCLUSION: lazy_gettext("SSI: taken off pay next"),
    LineKey.STUDENT_EXCLUSION_MONTH: lazy_gettext(
        "SSI: pay of a student under 22 that does not count, a month"
    ),
    LineKey.STUDENT_EXCLUSION_YEAR: lazy_gettext(
        "SSI: pay of a student under 22 that does not count, a year"
    ),
    LineKey.MEDICAID_1619B: lazy_gettext("Medicaid after pay ends SSI (1619(b))"),
    LineKey.MEDICAID_BUY_IN: lazy_gettext("Medicaid for people with disabilities who work"),
    LineKey.POVERTY_LINE: lazy_gettext("Poverty line for one person"),
}
SSI_ENDS = lazy_gettext("SSI: pay at which no SSI is left")
"""The name of the line that pay is set against, which is worked out from the most that SSI pays."""

MEANINGS = {
    LineKey.TRIAL_WORK_MONTH: lazy_gettext(
        "A month with more than this uses up one of nine trial months. In a trial month all of the SSDI still comes."
    ),
    LineKey.SGA: lazy_gettext(
        "This line counts after the nine trial months. Over it, no SSDI comes for that month. It is all or nothing."
    ),
    LineKey.SGA_BLIND: lazy_gettext(
        "The law sets this line for people who are blind. It takes the place of the line for “substantial” work."
    ),
    LineKey.SSI_FEDERAL_BENEFIT: lazy_gettext(
        "SSI goes down bit by bit: after the first part, about 50 cents for each dollar you earn."
    ),
    LineKey.STUDENT_EXCLUSION_MONTH: lazy_gettext(
        "For a student under 22, SSI does not count pay up to this in a month."
    ),
    LineKey.STUDENT_EXCLUSION_YEAR: lazy_gettext(
        "All months of a year together. We look at a full year at this pay."
    ),
    LineKey.MEDICAID_1619B: lazy_gettext(
        "When pay ends the SSI, Medicaid can go on up to this line in a year. There are more rules. Ask first."
    ),
    LineKey.MEDICAID_BUY_IN: lazy_gettext(
        "Medicaid of the state for people with disabilities who work. Some pay a part each month. There are more rules."
    ),
}
STATES = {
    State.BELOW: lazy_gettext("not over the line"),
    State.WITHIN: lazy_gettext("it depends"),
    State.ABOVE: lazy_gettext("over the line"),
    State.UNKNOWN: lazy_gettext("not known"),
}
STATE_SENTENCES = {
    State.BELOW: lazy_gettext("This pay is not more than the line."),
    State.WITHIN: lazy_gettext("The low end is not more than the line. The high end is."),
    State.ABOVE: lazy_gettext("This pay is more than the line."),
}
ASKS = {
    Missing.PAY: lazy_gettext("Ask what the job pays."),
    Missing.LEAST_PAY: lazy_gettext("Ask what the least pay is."),
    Missing.MOST_PAY: lazy_gettext("Ask what the most pay is."),
    Missing.HOURS: lazy_gettext("Ask how many hours a week it is."),
    Missing.LEAST_HOURS: lazy_gettext("Ask what the fewest hours a week are."),
    Missing.MOST_HOURS: lazy_gettext("Ask what the most hours a week are."),
    Missing.DAYS: lazy_gettext("The pay is by the day. Ask how many days a week it is."),
    Missing.DOUBTED: lazy_gettext("The pay as stated may be a mistake. Ask what the job pays."),
}
STEPS = {
    SsiStepKind.STUDENT: lazy_gettext("a student's pay that does not count"),
    SsiStepKind.GENERAL: lazy_gettext("off most income"),
    SsiStepKind.EARNED: lazy_gettext("off pay"),
    SsiStepKind.WORK_EXPENSES: lazy_gettext("costs of work because of a disability"),
    SsiStepKind.HALF: lazy_gettext("half of the rest"),
    SsiStepKind.BLIND_WORK_EXPENSES: lazy_gettext("costs of work of a person who is blind"),
}
UNITS = {
    PayUnit.HOUR: lazy_gettext("an hour"),
    PayUnit.WEEK: lazy_gettext("a week"),
    PayUnit.MONTH: lazy_gettext("a month"),
    PayUnit.YEAR: lazy_gettext("a year"),
}
"""Without the day: nobody says how many days a week such pay is for."""
