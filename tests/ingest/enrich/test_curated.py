"""What a curator decided goes before what is read, and makes only those postings read again that it is about."""

from datetime import date

import pytest

from ingest.enrich.curated import CURATOR
from ingest.enrich.understand import Reader
from portal.domain.credential import Catalog, Credential, CredentialKind
from portal.domain.job_posting import PayUnit, PostingRecord, StatedPay, StatedPlace
from portal.domain.review import (
    CuratedOccupation,
    CuratedReadings,
    employer_key,
    pay_key,
    place_key,
    title_key,
)
from portal.settings import ROOT
from portal.store.catalog import read_catalog_files

CONFIG = ROOT / "config"
WIZARD = "Crew Wizard II #12345"
TEXT = "<p>Requirements:</p><p>Zyx Dental Radiographer certification is required.</p>"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_catalog_files(CONFIG, soc_codes=frozenset(), today=date(2026, 12, 31))


@pytest.fixture(scope="module")
def plain(reader: Reader) -> Reader:
    return reader


def record(title: str = WIZARD, **fields: object) -> PostingRecord:
    return PostingRecord.model_validate(
        {"source_ref": "1", "title": title, "employer_name": "City of Gary", **fields}
    )


def test_a_set_occupation_is_used_for_its_title_and_employer_only(catalog: Catalog, plain: Reader) -> None:
    curated = CuratedReadings(
        occupations=(
            CuratedOccupation(
                title_key=title_key("crew wizard, ii"),
                employer_key=employer_key("City of Gary"),
                soc_code="45-4011",
            ),
        )
    )
    reader = Reader.build(CONFIG, catalog, curated=curated)
    found = reader.understand(record()).occupation
    assert (found.soc_code, found.method, found.reason) == ("45-4011", CURATOR, "set by a curator")
    elsewhere = record(employer_name="City of Hammond")
    assert reader.understand(elsewhere).occupation.method != CURATOR
    assert reader.stamp(record()) != plain.stamp(record())
    assert reader.stamp(elsewhere) == plain.stamp(elsewhere)


def test_an_occupation_without_employer_is_for_all(catalog: Catalog) -> None:
    curated = CuratedReadings(
        occupations=(CuratedOccupation(title_key=title_key(WIZARD), soc_code="45-4011"),)
    )
    reader = Reader.build(CONFIG, catalog, curated=curated)
    assert reader.understand(record(employer_name="Anyone")).occupation.soc_code == "45-4011"
    assert reader.understand(record("Registered Nurse")).occupation.soc_code == "29-1141"


def test_an_accepted_name_means_its_credential_and_all_is_read_again(catalog: Catalog, plain: Reader) -> None:
    target: Credential = next(
        c for c in catalog.credentials if c.kind is CredentialKind.CERTIFICATION and c.jurisdiction is None
    )
    before = plain.understand(record(description_html=TEXT)).requirements
    assert all(target.id not in group.any_of for group in before.groups)
    curated = CuratedReadings(credential_names=(("Zyx Dental Radiographer certification", target.id),))
    reader = Reader.build(CONFIG, catalog, curated=curated)
    (group,) = reader.understand(record(description_html=TEXT)).requirements.groups
    assert group.any_of == (target.id,)
    assert group.unresolved == ()
    assert reader.fingerprint != plain.fingerprint
    assert all("Zyx" not in alias for c in catalog.credentials for alias in c.aliases)


def test_a_place_is_the_one_that_a_person_named(catalog: Catalog, plain: Reader) -> None:
    stated = record(places=(StatedPlace(text="Xyzzy Campus, IN"),))
    assert "the town is not known: Xyzzy Campus, IN" in plain.understand(stated).place_note
    curated = CuratedReadings(
        places=((place_key("Xyzzy Campus, IN"), "county:18089"), ("gone", "county:99999"))
    )
    reader = Reader.build(CONFIG, catalog, curated=curated)
    found = reader.understand(stated)
    assert [place.county_fips for place in found.places] == ["18089"]
    assert found.place_note == ""
    assert reader.stamp(stated) != plain.stamp(stated)


def test_pay_that_a_person_confirmed_is_doubted_no_more(catalog: Catalog, plain: Reader) -> None:
    paid = record(pay=StatedPay(minimum=900.0, maximum=900.0, unit=PayUnit.HOUR))
    annual = plain.understand(paid).pay
    assert annual is not None
    assert annual.flag != ""
    curated = CuratedReadings(confirmed_pay=(pay_key("City of Gary", (900.0, 900.0), unit="HOUR"),))
    annual = Reader.build(CONFIG, catalog, curated=curated).understand(paid).pay
    assert annual is not None
    assert (annual.flag, annual.maximum_usd) == ("", 900.0 * 2080)


def test_pay_and_hours_of_the_text_count_where_the_source_has_no_field(plain: Reader) -> None:
    text = "<p>Pay: $20.00 an hour, 25 hours per week.</p>"
    found = plain.understand(record(description_html=text))
    assert found.stated_pay == StatedPay(minimum=20.0, maximum=20.0, unit=PayUnit.HOUR)
    assert found.hours_per_week == 25
    assert found.pay is not None
    assert found.pay.maximum_usd == 20.0 * 25 * 52
    assert found.text.pay_sentence == "Pay: $20.00 an hour, 25 hours per week."
    field = record(description_html=text, pay=StatedPay(minimum=30.0, maximum=30.0, unit=PayUnit.HOUR))
    assert plain.understand(field).stated_pay == field.pay
    assert plain.understand(field).text.pay_sentence == ""
