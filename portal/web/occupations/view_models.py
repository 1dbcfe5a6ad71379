"""What the pages of occupations show."""

from datetime import datetime

from flask import current_app
from sqlmodel import Session

from portal.domain.credential import Credential
from portal.domain.model import DataModel
from portal.domain.occupation_profile import OccupationProfile
from portal.domain.region import ResolvedRegion
from portal.domain.wage import Area, AreaType
from portal.labor.oews_occupation import find_oews_occupation
from portal.labor.outlook import LocalDemand
from portal.store.occupations import get_occupation
from portal.store.onet import find_profile, has_onet
from portal.store.outlook import list_typical_entries
from portal.web.credentials.training import TrainingView, build_training
from portal.web.credentials.view_models import CredentialCard, build_card
from portal.web.knowledge import Knowledge
from portal.web.occupations.content import InterestsView, NamedWork, build_interests, find_content, name_work
from portal.web.occupations.county_map import CountyMap, CountyMapOf, build_county_map
from portal.web.occupations.entry_words import entry_facts
from portal.web.occupations.hiring import Hiring, build_hiring
from portal.web.occupations.onet_parts import (
    OnetPart,
    build_onet_parts,
    schooling_shares,
    work_conditions,
)
from portal.web.occupations.openings import OpeningsView, build_openings
from portal.web.occupations.outlook_lines import OutlookView, build_outlook_view
from portal.web.occupations.pay_picture import PayPicture, build_pay_picture
from portal.web.occupations.projected import ProjectedView, build_projected_view
from portal.web.occupations.state_map import MapOf, StateMap, build_state_map
from portal.web.sources import read_sources
from portal.web.translate import gettext
from portal.web.wages import LocalWages, WageLine
from portal.web.words import region_label, region_note

BODY_ABILITIES = "1.A.3."
SENSE_ABILITIES = "1.A.4."


class OccupationPage(DataModel):
    """Everything that we can say about one occupation here."""

    soc_code: str
    title: str
    official_title: str
    """As SOC 2018 prints it, in English; the same as `title` where we have no words of our own."""
    summary: str
    is_own_words: bool
    """Title and summary are ours, in the language of the page; else SOC's or O*NET's, in English."""
    day: tuple[str, ...]
    interests: InterestsView | None
    region: str
    region_label: str
    wage: WageLine | None
    pay: PayPicture | None
    covers: str
    outlook: OutlookView
    projected: ProjectedView | None
    entry: tuple[tuple[str, str], ...]
    entry_edition: str
    credentials: tuple[CredentialCard, ...]
    """Those that lead here: what one can set out for with nothing first, then the others, each the shortest first."""
    training: TrainingView | None
    profile: OccupationProfile | None
    related: tuple[NamedWork, ...]
    onet_parts: tuple[OnetPart, ...]
    schooling: tuple[tuple[str, str], ...]
    conditions: tuple[tuple[str, str], ...]
    is_onet_loaded: bool
    body: tuple[str, ...]
    mind: tuple[str, ...]
    map: StateMap | None
    map_of: MapOf
    county_map: CountyMap | None
    openings: OpeningsView
    hiring: Hiring
    region_note: str
    open_jobs: int
    has_samples: bool
    """Whether a posting of the place is made up."""
    attribution: str


def build_occupation_page(
    session: Session,
    known: Knowledge,
    soc_code: str,
    *,
    resolved: ResolvedRegion,
    map_of: MapOf,
    counties_of: CountyMapOf | None,
    now: datetime,
) -> OccupationPage:
    """The page of one detailed occupation; `counties_of` None leaves the map of counties out.

    Raises: NotFound when SOC 2018 has no such code.
    """
    row = get_occupation(session, soc_code)
    wages = LocalWages(session, known, resolved=resolved, soc_codes=[soc_code])
    areas = wages.areas
    labels = {area.area_code: area_label(area) for area in areas}
    mask = known.within(resolved, today=now.date()).mask
    open_jobs = known.index.count_by_occupation([soc_code], mask)[soc_code]
    printed = find_oews_occupation(soc_code, known.printed_codes)
    profile = find_profile(session, soc_code)
    entry = list_typical_entries(session, [soc_code]).get(soc_code)
    demand = LocalDemand(count=open_jobs, counted_on=now.date(), place=region_label(resolved))
    body, mind = _asks(profile)
    content = find_content(soc_code)
    interests = build_interests(soc_code, profile.interest_letters if profile else "")
    described = profile.description if profile else row.definition
    leading = _leading(known, soc_code, resolved)
    return OccupationPage(
        soc_code=soc_code,
        title=content.title if content else row.soc_title,
        official_title=row.soc_title,
        summary=content.summary if content else described,
        is_own_words=content is not None,
        day=content.day if content else (),
        interests=interests,
        region=str(resolved.region),
        region_label=region_label(resolved),
        wage=wages.line(soc_code),
        pay=pay_picture(wages, printed.printed_code, labels=labels) if printed else None,
        covers=known.occupation_title(printed.printed_code) if printed and printed.is_group else "",
        outlook=build_outlook_view(session, soc_code, areas, labels=labels, demand=demand),
        projected=build_projected_view(session, printed.printed_code, areas, labels=labels)
        if printed
        else None,
        entry=entry_facts(entry),
        entry_edition=entry.edition.replace("-", "–") if entry else "",
        credentials=tuple(build_card(each) for each in leading),
        training=build_training(session, known, leading, resolved=resolved) if leading else None,
        profile=profile,
        related=tuple(name_work(code, title) for code, title in profile.related) if profile else (),
        onet_parts=build_onet_parts(profile),
        schooling=schooling_shares(profile),
        conditions=work_conditions(profile),
        is_onet_loaded=profile is not None or has_onet(session),
        body=body,
        mind=mind,
        map=build_state_map(session, known, soc_code, of=map_of, vintage=wages.vintage),
        map_of=map_of,
        county_map=build_county_map(
            session,
            known,
            soc_code,
            resolved=resolved,
            of=counties_of,
            vintage=wages.vintage,
            now=now,
        )
        if counties_of
        else None,
        openings=build_openings(session, soc_code, resolved, today=now.date()),
        hiring=build_hiring(session, known, soc_code, mask=mask),
        region_note=region_note(resolved),
        open_jobs=open_jobs,
        has_samples=open_jobs > 0 and known.has_samples(mask),
        attribution=_attribution() if profile or (interests and interests.is_from_onet) else "",
    )


def pay_picture(wages: LocalWages, printed_code: str, *, labels: dict[str, str]) -> PayPicture | None:
    """The ranges of pay of all areas, nearest first; None where no area is known."""
    if not wages.areas or not wages.vintage:
        return None
    return build_pay_picture(
        [(area, wages.estimate(printed_code, area)) for area in wages.areas],
        vintage=wages.vintage,
        labels=labels,
    )


def area_label(area: Area) -> str:
    """What people call an OEWS area."""
    if area.area_type is AreaType.NATION:
        return gettext("United States")
    if area.area_type is AreaType.METRO:
        return gettext("%(area)s area", area=area.area_name)
    return area.area_name


def _leading(known: Knowledge, soc_code: str, resolved: ResolvedRegion) -> list[Credential]:
    here = [
        one
        for one in known.catalog.credentials
        if soc_code in one.soc_codes and one.id in known.graph.earnable and resolved.has(one)
    ]
    return sorted(
        here,
        key=lambda one: (
            not known.graph.is_first_step(one.id),
            one.weeks.typical if one.weeks else float("inf"),
            one.name,
        ),
    )


def _attribution() -> str:
    """The sentence that O*NET's licence asks for, from the source's own file."""
    sources = read_sources(current_app.extensions["settings"])
    return sources["onet"].attribution if "onet" in sources else ""


def _asks(profile: OccupationProfile | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The abilities that matter most: of the body and the senses, and of the mind."""
    abilities = profile.ratings.get("ability", ()) if profile else ()
    body = [one for one in abilities if one.element_id.startswith((BODY_ABILITIES, SENSE_ABILITIES))]
    mind = [one for one in abilities if not one.element_id.startswith((BODY_ABILITIES, SENSE_ABILITIES))]
    return tuple(one.name for one in body[:6]), tuple(one.name for one in mind[:6])
