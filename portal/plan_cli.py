"""`portal plan`: options, and the plans as lines of text."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click
from rich.console import Console

from portal.cli_options import (
    AGE,
    EDUCATION,
    EXIT_NOTHING,
    EXPERIENCE,
    HELD,
    JSON,
    REGION,
    Written,
    explained,
    show,
)
from portal.domain.credential import EducationLevel
from portal.domain.region import Goal, Region, parse_held

if TYPE_CHECKING:
    from portal.plan_answer import PlanReport, PlansAnswer

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.option(
    "--goal",
    type=Written("GOAL", Goal.parse),
    required=True,
    help="occupation:31-1131, credential:ID, cluster:SLUG, wage:45000, posting:ID or doors:3 (most jobs in 3 steps).",
)
@HELD
@click.option(
    "--lapsed",
    type=Written("IDS", parse_held),
    default="",
    help="Credentials that were held and have run out: they count as nothing, and can be renewed.",
)
@REGION
@EDUCATION
@EXPERIENCE
@AGE
@click.option(
    "--budget", type=click.IntRange(0, 999_999), help="Most dollars that the steps may cost in all."
)
@click.option("--weeks", type=click.IntRange(1, 1040), help="Most weeks that the steps may take in all.")
@click.option("--delivery", type=click.Choice(["online", "in_person"]), help="Only steps taught so.")
@click.option("--side-by-side", is_flag=True, help="Take steps side by side where none waits for the other.")
@click.option("--start", type=_DAY, help="First day of the calendar, today when left out (2027-01-11).")
@click.option(
    "--others",
    type=click.IntRange(0, 3),
    default=0,
    show_default=True,
    help="How many other ways, each with why it comes after.",
)
@JSON
def plan(
    *,
    goal: Goal,
    held: tuple[str, ...],
    lapsed: tuple[str, ...],
    region: Region | None,
    education: str | None,
    experience: int | None,
    age: int | None,
    budget: int | None,
    weeks: int | None,
    delivery: str | None,
    side_by_side: bool,
    start: datetime | None,
    others: int,
    as_json: bool,
) -> None:
    """Find the four best ways from what is held to a goal; exit code 4 where there is none."""
    from portal.plan_answer import answer_plan
    from portal.web.choices import Choices

    choices = Choices(
        goal=goal,
        held=tuple(id_ for id_ in held if id_ not in lapsed),
        lapsed=lapsed,
        budget_usd=budget,
        weeks=weeks,
        delivery=delivery or "",
        side_by_side=side_by_side,
        starts_on=start.date() if start else None,
        education=EducationLevel(education) if education else None,
        experience_months=experience,
        age=age,
    )
    with explained() as settings:
        where = region or Region.parse(settings.default_region)
        answer = answer_plan(settings, choices, region=where, most_others=others)
    show(answer, as_json=as_json, draw=lambda console: _draw(console, answer))
    if not answer.is_reached and not answer.plans:
        sys.exit(EXIT_NOTHING)


def _draw(console: Console, answer: "PlansAnswer") -> None:
    if answer.is_reached:
        console.print("What you hold is enough.")
    for line in answer.blocked:
        console.print(line, markup=False)
    if answer.doors is not None and answer.plans:
        more = "" if answer.doors.is_exact else f" (no steps can open more than {answer.doors.at_most:,})"
        console.print(f"{answer.doors.qualifies_now:,} open now, {answer.doors.qualifies:,} then{more}")
    for way in answer.plans:
        _draw_way(console, way)
    for other in answer.others:
        console.print(
            f"[bold]another way[/bold]: {other.weeks:g} weeks, ${other.cost_usd:,.0f}. {other.why_after}"
        )
        for number, step in enumerate(other.steps, start=1):
            console.print(f"  {number}. {step.name} [{step.credential}]", markup=False)


def _draw_way(console: Console, way: "PlanReport") -> None:
    weeks = f"{'at least ' if way.weeks_at_least else ''}{way.weeks:g} weeks"
    cost = f"{'at least ' if way.cost_at_least else ''}${way.cost_usd:,.0f}"
    note = "" if way.all_checked else " (estimates, not yet checked)"
    booked = {each.credential: each for each in way.calendar.steps}
    is_known = all(each.is_known for each in booked.values())
    end = f"done by {way.calendar.ends_on}" if is_known else f"{way.calendar.ends_on} at the earliest"
    console.print(f"[bold]{way.way}[/bold]: {weeks}, {cost}, {end}{note}")
    for number, step in enumerate(way.steps, start=1):
        days = booked[step.credential]
        renew = "renew " if step.is_renewal else ""
        unsure = "" if days.is_known else " at the earliest"
        console.print(
            f"  {number}. {days.starts_on} to {days.ends_on}{unsure}  {renew}{step.name} [{step.credential}]",
            markup=False,
        )
    for due in way.calendar.renewals:
        fee = "fee not known" if due.cost_usd is None else f"${due.cost_usd:,.0f}"
        console.print(f"     by {due.due_on} renew {due.credential} ({fee})", markup=False)
