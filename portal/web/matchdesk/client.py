"""The person as the match desk knows them: what a job must have, and what they hold."""

from flask import g
from sqlmodel import Session

from portal.domain.desk_profile import DeskProfile
from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.plan_changes import rename
from portal.domain.plan_document import PlanDocument
from portal.domain.region import Region, ResolvedRegion
from portal.domain.staff import Purpose
from portal.matching.wishes import Wishes
from portal.store.caseload_tables import PersonRow
from portal.store.consent import granted_purposes
from portal.store.desk import read_desk
from portal.store.places import resolve_region
from portal.store.sealing import place
from portal.store.shared_plans import read_shared_plan
from portal.web.choices import Choices
from portal.web.credentials.renamed import read_renamed
from portal.web.gate.access import current_person, sealer, site_settings, today
from portal.web.knowledge import Knowledge
from portal.web.store_session import store_session
from portal.web.words import credential_name


class Client(DataModel):
    """One person. `choices` are what the site's own pages would be asked for them; they stand in no address here.

    `sees_plan`: the person agreed that the plan is seen; without that nothing counts as held. `is_own_place`: the
    profile or the plan says where; otherwise it is the site's own region.
    """

    person_id: str
    label: str
    profile: DeskProfile
    version: int
    choices: Choices
    resolved: ResolvedRegion
    sees_plan: bool
    is_own_place: bool
    held: tuple[tuple[str, str], ...]
    unknown_held: int
    """Of the plan, that the catalog does not know (any more): they count as nothing, and the page says so."""

    def url(self, path: str = "desk") -> str:
        """The address of a page about this person."""
        return f"/staff/people/{self.person_id}/{path}"


def read_client(session: Session, known: Knowledge) -> Client:
    """The person that the address names."""
    person = current_person()
    profile = read_desk(person, sealer())
    sees_plan = Purpose.PLAN in purposes()
    plan = _of_today(read_shared_plan(person, sealer(), today=today()).plan) if sees_plan else None
    region = profile.region or (plan.region if plan else None)
    resolved = _resolve(session, region)
    told = Choices(
        region=resolved.region,
        held=plan.held if plan else (),
        until=plan.held_until if plan else (),
        education=profile.schooling,
        experience_months=profile.experience_months,
        age=profile.age.years if profile.age else None,
        needs=wishes_of(profile),
    )
    choices = told.known(frozenset(known.graph.credentials))
    return Client(
        person_id=person.id,
        label=name_of(person),
        profile=profile,
        version=person.desk_version,
        choices=choices,
        resolved=resolved,
        sees_plan=sees_plan,
        is_own_place=region is not None and resolved.region == region,
        held=tuple((id_, credential_name(known.graph.credentials[id_])) for id_ in choices.held),
        unknown_held=len(told.held) - len(choices.held),
    )


def _of_today(plan: PlanDocument) -> PlanDocument:
    renamed = read_renamed(site_settings().config_dir)
    return rename(plan, renamed) if renamed else plan


def wishes_of(profile: DeskProfile) -> Wishes:
    """What the person asks of a job."""
    return Wishes.parse(",".join(profile.needs)).model_copy(
        update={
            "most_hours": profile.most_hours,
            "least_hours": profile.least_hours,
            "least_pay_usd": profile.least_pay_usd,
        }
    )


def name_of(person: PersonRow) -> str:
    """What the professional calls the person."""
    return sealer().open(person.label_sealed, about=place("person", "label", person.id))


def purposes() -> frozenset[Purpose]:
    """What the person of this request said yes to, read once."""
    if "desk_purposes" not in g:
        g.desk_purposes = granted_purposes(store_session(), current_person().id, on=today())
    found: frozenset[Purpose] = g.desk_purposes
    return found


def _resolve(session: Session, region: Region | None) -> ResolvedRegion:
    own = Region.parse(site_settings().default_region)
    try:
        return resolve_region(session, region or own)
    except NotFound:  # a place that the data no longer has
        return resolve_region(session, own)
