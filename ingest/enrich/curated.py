"""What curators decided, ready for reading: it goes before everything that is read."""

from dataclasses import dataclass, field

from portal.domain.credential import Catalog
from portal.domain.job_posting import AnnualPay, OccupationCoding, PostingRecord, StatedPay, StatedPlace
from portal.domain.review import CuratedReadings, employer_key, pay_key, place_key, title_key

CURATOR = "curator"
"""Method of an occupation that a person set."""


@dataclass(frozen=True)
class Overlay:
    """Decisions by what they are about. Build once a process."""

    occupations: dict[tuple[str, str], str] = field(default_factory=dict)
    places: dict[str, StatedPlace] = field(default_factory=dict)
    confirmed_pay: frozenset[str] = frozenset()

    @classmethod
    def build(cls, curated: CuratedReadings, *, county_names: dict[str, tuple[str, str]]) -> "Overlay":
        """`county_names`: name and state by FIPS code; a county that is not among them is left out."""
        return cls(
            occupations={(o.title_key, o.employer_key): o.soc_code for o in curated.occupations},
            places={
                key: place
                for key, region in curated.places
                if (place := _stated(region, county_names)) is not None
            },
            confirmed_pay=frozenset(curated.confirmed_pay),
        )

    def occupation(self, record: PostingRecord) -> OccupationCoding | None:
        """The occupation that a person set for this title: for this employer's postings first, then for all."""
        if not self.occupations:
            return None
        title = title_key(record.title)
        code = self.occupations.get((title, employer_key(record.employer_name)))
        code = code or self.occupations.get((title, ""))
        if code is None:
            return None
        return OccupationCoding(soc_code=code, confidence=1.0, method=CURATOR, reason="set by a curator")

    def place(self, place: StatedPlace) -> StatedPlace:
        """The place that a person says is meant, else the same."""
        return self.places.get(place_key(shown_place(place)[:80]), place) if self.places else place

    def pay(self, annual: AnnualPay | None, stated: StatedPay | None, employer: str) -> AnnualPay | None:
        """The same without its doubt, where a person looked at it."""
        if annual is None or stated is None or not annual.flag or not self.confirmed_pay:
            return annual
        key = pay_key(employer, (stated.minimum, stated.maximum), unit=stated.unit.value)
        return annual.model_copy(update={"flag": ""}) if key in self.confirmed_pay else annual

    def stamp(self, record: PostingRecord) -> str:
        """What was decided about this record, so that it alone is read again when that changes. Empty: nothing."""
        said = []
        if (coding := self.occupation(record)) is not None:
            said.append(str(coding.soc_code))
        said += [repr(place) for stated in record.places if (place := self.place(stated)) is not stated]
        employer = employer_key(record.employer_name)
        said += sorted(key for key in self.confirmed_pay if key.startswith(employer))
        return "|".join(said)


def with_names(catalog: Catalog, curated: CuratedReadings) -> Catalog:
    """The catalog with the names that curators gave its credentials; the catalog's files stay as they are."""
    if not curated.credential_names:
        return catalog
    names: dict[str, list[str]] = {}
    for name, credential_id in curated.credential_names:
        names.setdefault(credential_id, []).append(name)
    return catalog.model_copy(
        update={
            "credentials": tuple(
                c.model_copy(update={"aliases": (*c.aliases, *names[c.id])}) if c.id in names else c
                for c in catalog.credentials
            )
        }
    )


def shown_place(place: StatedPlace) -> str:
    """A stated place in one string, as its notes write it."""
    return place.text or ", ".join(filter(None, (place.locality, place.region, place.postal_code)))


def _stated(region: str, county_names: dict[str, tuple[str, str]]) -> StatedPlace | None:
    kind, _, code = region.partition(":")
    if kind == "zip":
        return StatedPlace(postal_code=code)
    if kind == "county" and code in county_names:
        name, state = county_names[code]
        return StatedPlace(locality=name, region=state)
    return None
