"""What an individual plan does not say yet, and should by the time it is signed (34 CFR 361.45–46)."""

from enum import StrEnum

from portal.domain.individual_plan import IndividualPlan, PlanKind, StepStatus


class OpenPart(StrEnum):
    """What a plan does not say yet, and should by the time it is signed."""

    GOAL_DAY = "goal_day"
    """34 CFR 361.46(a)(3): by when."""
    MARKET = "market"
    """Why the goal fits where the person lives."""
    STEPS = "steps"
    STEP_DAY = "step_day"
    DONE_WHEN = "done_when"
    """361.46(a)(5): how progress is told."""
    PAYER = "payer"
    """361.46(a)(6): who pays what."""
    PROVIDER = "provider"
    """361.46(a)(4): who provides a service."""
    SERVICES = "services"
    """361.46(a)(2)."""
    SERVICE_START = "service_start"
    """361.46(a)(3): when services begin."""
    DUTIES = "duties"
    """361.46(a)(6): what each side promises to do."""
    REVIEW = "review"
    """361.45(d)(5): at least once a year."""
    HELP_CONTACT = "help_contact"
    """361.45(c): whom to ask when one disagrees."""
    SIGNERS = "signers"
    """361.45(d)(3): the person and the counselor."""


DAYS_TO_REVIEW = 366


def list_open_parts(plan: IndividualPlan) -> tuple[OpenPart, ...]:
    """What the plan does not say yet, in the order of the document. An employment plan must say more."""
    steps = [each for each in plan.steps if each.status not in (StepStatus.DONE, StepStatus.DROPPED)]
    is_open = {
        OpenPart.GOAL_DAY: plan.goal.reach_by is None,
        OpenPart.MARKET: not any(each.figure for each in plan.market),
        OpenPart.STEPS: not plan.steps,
        OpenPart.STEP_DAY: any(each.by is None for each in steps),
        OpenPart.PAYER: any(not each.payers and not (each.cost and each.cost.is_free) for each in steps),
        OpenPart.DONE_WHEN: any(not each.done_when for each in steps),
        OpenPart.REVIEW: not any(
            0 < (each.on - plan.made_on).days <= DAYS_TO_REVIEW for each in plan.reviews
        ),
        OpenPart.SIGNERS: len(plan.signers) < 2,
    }
    if plan.kind is PlanKind.EMPLOYMENT:
        is_open |= {
            OpenPart.SERVICES: not plan.services,
            OpenPart.PROVIDER: not all(each.provider for each in steps)
            or not all(each.provider for each in plan.services),
            OpenPart.SERVICE_START: any(each.start_on is None for each in plan.services),
            OpenPart.DUTIES: sum(bool(each.duties) for each in plan.team) < 2,
            OpenPart.HELP_CONTACT: not plan.help_contact,
        }
    return tuple(part for part in OpenPart if is_open.get(part))
