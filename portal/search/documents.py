"""The one mapping from records of the store to documents of the index. Engines know documents only."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from portal.domain.codes import soc_major_group
from portal.domain.credential import Credential
from portal.domain.job_posting import RequirementsState
from portal.domain.model import DataModel
from portal.domain.states import STATE_NAMES
from portal.search.fold import fold, split_words
from portal.search.shift import read_shifts
from portal.search.text_language import read_language
from portal.store.city_counties import City
from portal.store.tables import JobPostingPlaceRow, JobPostingRow, OccupationRow

_NO_EXPERIENCE = re.compile(
    r"\bno (?:prior |previous |work )*experience (?:is )?(?:needed|required|necessary)"
    r"|\bexperience (?:is )?not (?:needed|required|necessary)|\bsin experiencia\b",
    re.IGNORECASE,
)


class CredentialDocument(DataModel):
    """A credential as it is searched."""

    id: str
    name: str
    name_es: str
    aliases: tuple[str, ...]
    aliases_es: tuple[str, ...]
    issuer: str
    competencies: tuple[str, ...]
    summary: str
    summary_es: str
    kind: str
    clusters: tuple[str, ...]
    soc_codes: tuple[str, ...]
    """Target occupations with their groups."""
    codes: tuple[str, ...]
    """SOC, CIP and CTID as people type them."""
    states: tuple[str, ...]
    """Empty: not limited to states."""
    deliveries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    """In which its examination is known to be offered."""
    weeks: float | None = None
    """Typical; None: not known."""
    cost_usd: float | None = None
    """Typical, all in; None: not known."""


class OccupationDocument(DataModel):
    """An occupation or a group of them as it is searched."""

    id: str
    name: str
    definition: str
    level: str
    soc_codes: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    """Names of the credentials that lead to it and to little else: people type CNA for nursing assistants."""
    employment: int = 0
    """Jobs in the nation: where names fit equally well, more people mean the larger occupation."""


class PlaceDocument(DataModel):
    """A place to look in. `id` is the region as it travels: `zip:46402:25`, `county:18089`, `state:IN`."""

    id: str
    name: str
    """For people: Gary, IN."""
    other_names: tuple[str, ...] = ()
    """Other ways of writing it: Gary Indiana."""
    codes: tuple[str, ...] = ()
    """ZIP codes and the county's FIPS code."""
    size: int = 1
    """ZIP codes in it: the larger of two places of one name is meant more often."""


class PostingDocument(DataModel):
    """A job posting as it is searched. Units: US dollars a year, degrees WGS 84."""

    id: str
    title: str
    employer_name: str
    description: str
    occupation_name: str
    credential_names: tuple[str, ...]
    credential_names_es: tuple[str, ...]
    place_names: tuple[str, ...]
    states: tuple[str, ...]
    county_fips: tuple[str, ...]
    """A county each, or `36005|36047|…` for a place that lies in one of these (`split_counties`)."""
    points: tuple[tuple[float, float], ...]
    soc_codes: tuple[str, ...]
    codes: tuple[str, ...]
    credential_ids: tuple[str, ...]
    is_remote: bool
    source_key: str
    employment_types: tuple[str, ...]
    posted_on: date | None
    valid_through_on: date | None
    annual_pay_min_usd: float | None
    shown_from_on: date | None = None
    """A better copy of the same offer is open until the day before."""
    clusters: tuple[str, ...] = ()
    """Career clusters of its occupation."""
    shifts: tuple[str, ...] = ()
    language: str = ""
    """`en` or `es`; empty: the text does not tell."""
    no_experience: bool = False
    """Its text says that no experience is needed."""


SearchDocument = CredentialDocument | OccupationDocument | PostingDocument | PlaceDocument


class CredentialNames(DataModel):
    """The names under which a posting that asks for a credential may be sought."""

    en: tuple[str, ...]
    es: tuple[str, ...]


class SocGroups:
    """Occupation titles, and a code's groups from the SOC structure itself (minor groups follow no pattern)."""

    def __init__(self, rows: Iterable[OccupationRow]) -> None:
        self._rows = {row.soc_code: row for row in rows}
        self._groups: dict[str, tuple[str, ...]] = {}

    def rows(self) -> tuple[OccupationRow, ...]:
        """All groups and occupations, in the order given."""
        return tuple(self._rows.values())

    def title(self, soc_code: str) -> str:
        """Title of a code; empty when the store does not have it."""
        row = self._rows.get(soc_code)
        return row.soc_title if row else ""

    def with_groups(self, soc_code: str) -> tuple[str, ...]:
        """The code and every group above it, nearest first; without the structure, the major group."""
        known = self._groups.get(soc_code)
        if known is None:
            known = self._groups[soc_code] = self._find_groups(soc_code)
        return known

    def _find_groups(self, soc_code: str) -> tuple[str, ...]:
        codes = [soc_code]
        row = self._rows.get(soc_code)
        while row is not None and row.parent_code and row.parent_code not in codes:
            codes.append(row.parent_code)
            row = self._rows.get(row.parent_code)
        major = soc_major_group(soc_code)
        return tuple(codes) if major in codes else (*codes, major)


def credential_document(credential: Credential, groups: SocGroups) -> CredentialDocument:
    """Document of one credential."""
    states = {*credential.offered_in, *([credential.jurisdiction] if credential.jurisdiction else [])}
    return CredentialDocument(
        id=credential.id,
        name=credential.name,
        name_es=credential.name_es,
        aliases=credential.aliases,
        aliases_es=credential.aliases_es,
        issuer=credential.issuer,
        competencies=credential.competencies,
        summary=credential.summary.en,
        summary_es=credential.summary.es,
        kind=credential.kind.value,
        clusters=credential.clusters,
        soc_codes=_merged(groups.with_groups(code) for code in credential.soc_codes),
        codes=(*credential.soc_codes, *credential.cip_codes, *([credential.ctid] if credential.ctid else [])),
        states=tuple(sorted(states)),
        deliveries=tuple(each.value for each in credential.delivery),
        languages=credential.exam_profile.languages if credential.exam_profile else (),
        weeks=credential.weeks.typical if credential.weeks else None,
        cost_usd=credential.cost.typical if credential.cost else None,
    )


def occupation_document(
    row: OccupationRow, groups: SocGroups, *, aliases: Sequence[str] = (), employment: float | None = None
) -> OccupationDocument:
    """Document of one occupation or group."""
    return OccupationDocument(
        id=row.soc_code,
        name=row.soc_title,
        definition=row.definition,
        level=row.level,
        soc_codes=groups.with_groups(row.soc_code),
        aliases=tuple(aliases),
        employment=round(employment or 0),
    )


def occupation_aliases(credentials: Iterable[Credential]) -> dict[str, tuple[str, ...]]:
    """Names by SOC code, of the credentials that lead to at most two occupations."""
    names: dict[str, dict[str, None]] = {}
    for credential in credentials:
        if len(credential.soc_codes) > 2:
            continue
        for code in credential.soc_codes:
            names.setdefault(code, {}).update(
                dict.fromkeys((*credential.aliases, credential.name_es, *credential.aliases_es))
            )
    return {code: tuple(found) for code, found in names.items()}


def posting_document(
    row: JobPostingRow,
    places: Sequence[JobPostingPlaceRow],
    *,
    groups: SocGroups,
    names: Mapping[str, CredentialNames],
    clusters: Mapping[str, tuple[str, ...]],
    cities: Mapping[City, str],
) -> PostingDocument:
    """Document of one posting with its places.

    `clusters` are career clusters by SOC code; `cities` the counties of cities that lie in several.
    """
    counties = [place.county_fips or cities.get((place.state, place.place_name)) for place in places]
    asked = credential_ids(row)
    states = tuple(dict.fromkeys(place.state for place in places))
    place_names = [place.place_name for place in places] + [STATE_NAMES.get(s, s) for s in states]
    zips = [place.postal_code for place in places if place.postal_code]
    return PostingDocument(
        id=str(row.id),
        title=row.title,
        employer_name=row.employer_name,
        description=row.description_text,
        occupation_name=groups.title(row.soc_code) if row.soc_code else "",
        credential_names=_merged(names[one].en for one in asked if one in names),
        credential_names_es=_merged(names[one].es for one in asked if one in names),
        place_names=tuple(dict.fromkeys(place_names)),
        states=states,
        county_fips=tuple(dict.fromkeys(county for county in counties if county)),
        points=tuple(
            dict.fromkeys(
                (place.latitude, place.longitude)
                for place in places
                if place.latitude is not None and place.longitude is not None
            )
        ),
        soc_codes=groups.with_groups(row.soc_code) if row.soc_code else (),
        codes=tuple(dict.fromkeys([*([row.soc_code] if row.soc_code else []), *zips])),
        credential_ids=asked,
        is_remote=row.is_remote,
        source_key=row.source_key,
        employment_types=tuple(row.employment_types),
        posted_on=row.posted_on,
        valid_through_on=row.valid_through_on,
        shown_from_on=row.shown_from_on,
        annual_pay_min_usd=row.annual_pay_min_usd,
        clusters=clusters.get(row.soc_code, ()) if row.soc_code else (),
        shifts=read_shifts(row.title, row.description_text),
        language=read_language(split_words(fold(row.description_text[:1_000]))),
        no_experience=says_no_experience(row),
    )


def credential_names(credentials: Iterable[Credential]) -> dict[str, CredentialNames]:
    """Names by credential id: its own and what postings call it."""
    return {
        c.id: CredentialNames(en=(c.name, *c.aliases), es=(c.name_es, *c.aliases_es)) for c in credentials
    }


def credential_ids(row: JobPostingRow) -> tuple[str, ...]:
    """Ids of the credentials that a posting names, required or preferred, in the order of its text."""
    groups = row.requirements.get("groups", ())
    return _merged(group.get("any_of", ()) for group in groups)


def says_no_experience(row: JobPostingRow) -> bool:
    """Whether the posting says so: nothing at all is asked, or a required line of no months, or its text."""
    if row.requirements_state == RequirementsState.STATES_NONE.value:
        return True
    conditions = row.requirements.get("conditions", ())
    asked = [one["experience_months"] for one in conditions if one.get("experience_months") is not None]
    return not any(asked) and (0 in asked or bool(_NO_EXPERIENCE.search(row.description_text)))


def _merged(parts: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for part in parts for text in part))
