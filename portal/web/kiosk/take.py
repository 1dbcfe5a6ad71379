"""What a visitor takes along: a plan made of what a kiosk's picture or code names. Nothing of the visitor is in it."""

from datetime import date

from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from portal.domain.errors import InvalidCode, NotFound
from portal.domain.plan_document import PlanDocument, new_plan
from portal.web.choices import Choices
from portal.web.knowledge import Knowledge
from portal.web.plan.saving import add_ladder, add_posting

MOST_JOBS = 6


def build_plan(
    session: Session, known: Knowledge, args: "MultiDict[str, str]", *, today: date
) -> PlanDocument:
    """A plan with one ladder and the jobs that were kept. Only ids are taken: no word of it comes from the address.

    `args` are goal, region, held and steps in the forms that addresses have, and jobs: ids joined by commas.
    A job that is gone is left out.
    Raises: InvalidCode when it cannot be read, NotFound when the goal is none that we know; PlanFull.
    """
    told = MultiDict([(key, args.get(key, "")) for key in ("goal", "region", "held", "steps")])
    choices = Choices.parse(told)
    if choices.goal is None or choices.region is None:
        raise InvalidCode("This picture holds no plan. Ask at the kiosk for a new one.")
    plan = add_ladder(
        session, known, new_plan(today), address=choices.url(), steps=",".join(choices.steps), today=today
    )
    for posting_id in read_jobs(args.get("jobs", "")):
        try:
            plan = add_posting(session, plan, posting_id=posting_id, today=today)
        except NotFound:
            continue
    return plan


def read_jobs(text: str) -> tuple[int, ...]:
    """Posting ids, each once.

    Raises: InvalidCode when a part is no id, or there are too many.
    """
    parts = [part for part in text.split(",") if part]
    if len(parts) > MOST_JOBS or any(
        not part.isascii() or not part.isdigit() or len(part) > 10 for part in parts
    ):
        raise InvalidCode(f"jobs: write at most {MOST_JOBS} numbers of jobs, joined by commas.")
    return tuple(dict.fromkeys(int(part) for part in parts))
