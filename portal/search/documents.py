"""The one mapping from records of the store to documents of the index. Engines know documents only."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from portal.domain.codes import soc_major_group
from portal.domain.credential import Credential
from portal.domain.model import DataModel
from portal.domain.states import STATE_NAMES
from portal.store.tables import JobPostingPlaceRow, JobPostingRow, OccupationRow


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


class OccupationDocument(DataModel):
    """An occupation or a group of them as it is searched."""

    id: str
    name: str
    definition: str
    level: str
    soc_codes: tuple[str, ...]


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


SearchDocument = CredentialDocument | OccupationDocument | PostingDocument


class CredentialNames(DataModel):
    """The names under which a posting that asks for a credential may be sought."""

    en: tuple[str, ...]
    es: tuple[str, ...]


class SocGroups:
    """Occupation titles, and a code's groups from the SOC structure itself (minor groups follow no pattern)."""

    def __init__(self, rows: Iterable[OccupationRow]) -> None:
        self._rows = {row.soc_code: row for row in rows}

    def rows(self) -> tuple[OccupationRow, ...]:
        """All groups and occupations, in the order given."""
        return tuple(self._rows.values())

    def title(self, soc_code: str) -> str:
        """Title of a code; empty when the store does not have it."""
        row = self._rows.get(soc_code)
        return row.soc_title if row else ""

    def with_groups(self, soc_code: str) -> tuple[str, ...]:
        """The code and every group above it, nearest first; without the structure, the major group."""
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
    )


def occupation_document(row: OccupationRow, groups: SocGroups) -> OccupationDocument:
    """Document of one occupation or group."""
    return OccupationDocument(
        id=row.soc_code,
        name=row.soc_title,
        definition=row.definition,
        level=row.level,
        soc_codes=groups.with_groups(row.soc_code),
    )


def posting_document(
    row: JobPostingRow,
    places: Sequence[JobPostingPlaceRow],
    *,
    groups: SocGroups,
    names: Mapping[str, CredentialNames],
) -> PostingDocument:
    """Document of one posting with its places."""
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
        county_fips=tuple(dict.fromkeys(place.county_fips for place in places if place.county_fips)),
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
        annual_pay_min_usd=row.annual_pay_min_usd,
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


def _merged(parts: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for part in parts for text in part))
