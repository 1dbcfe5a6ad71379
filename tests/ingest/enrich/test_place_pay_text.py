import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.enrich.pay import annualise
from ingest.enrich.place import resolve_places
from ingest.enrich.text import clean_html, plain_text, sentences
from ingest.enrich.understand import Reader
from portal.domain.job_posting import PayUnit, StatedPay, StatedPlace


@pytest.mark.parametrize(
    ("place", "state", "county", "precision"),
    [
        (StatedPlace(locality="Gary", region="IN", postal_code="46402"), "IN", "18089", "zip"),
        (StatedPlace(locality="Gary", region="Indiana"), "IN", "18089", "county"),
        (StatedPlace(text="Gary, IN 46402"), "IN", "18089", "zip"),
        (StatedPlace(text="Lake County, Indiana"), "IN", "18089", "county"),
        (StatedPlace(text="St Joseph County, IN"), "IN", "18141", "county"),
        (StatedPlace(text="Indiana"), "IN", None, "state"),
        (StatedPlace(locality="New York", region="NY"), "NY", None, "city"),
        (StatedPlace(locality="Bronx County", region="NY"), "NY", "36005", "county"),
        (StatedPlace(locality="Nowhereville", region="IN"), "IN", None, "state"),
        (StatedPlace(postal_code="46402"), "IN", "18089", "zip"),
    ],
)
def test_places(reader: Reader, place: StatedPlace, state: str, county: str | None, precision: str) -> None:
    (found,), _ = resolve_places([place], reader.gazetteer, is_remote=False)
    assert (found.state, found.county_fips, found.precision.value) == (state, county, precision)


@pytest.mark.parametrize(
    ("place", "note"),
    [
        (StatedPlace(locality="Gary", region="IN", postal_code="10001"), "ZIP code 10001 is in NY"),
        (StatedPlace(locality="Springfield"), "no state"),
        (StatedPlace(locality="Okinawa", country="Japan"), "outside the United States"),
        (StatedPlace(locality="Gary", region="Indianna"), "unknown state"),
        (StatedPlace(text="Remote"), "remote"),
    ],
)
def test_a_place_that_is_not_sure_is_left_out_and_says_why(
    reader: Reader, place: StatedPlace, note: str
) -> None:
    found, why = resolve_places([place], reader.gazetteer, is_remote=False)
    assert found == ()
    assert note in why


def test_several_places_are_kept_apart(reader: Reader) -> None:
    stated = [StatedPlace(text="Gary, IN"), StatedPlace(text="Hammond, IN"), StatedPlace(text="Gary, IN")]
    found, _ = resolve_places(stated, reader.gazetteer, is_remote=False)
    assert [place.place_name for place in found] == ["Gary", "Hammond"]


@pytest.mark.parametrize(
    ("pay", "hours", "minimum", "flag"),
    [
        (StatedPay(minimum=20, maximum=25, unit=PayUnit.HOUR), None, 41600, ""),
        (StatedPay(minimum=20, maximum=25, unit=PayUnit.HOUR), 20, 20800, ""),
        (StatedPay(minimum=4000, unit=PayUnit.MONTH), None, 48000, ""),
        (StatedPay(minimum=300, unit=PayUnit.DAY), None, 78000, ""),
        (StatedPay(minimum=41000, maximum=52000, unit=PayUnit.HOUR), None, 85280000, "more than 1,000,000"),
        (StatedPay(minimum=3, unit=PayUnit.HOUR), None, 6240, "minimum wage"),
        (StatedPay(minimum=20, unit=PayUnit.YEAR), None, 20, "less than 1,000"),
        (StatedPay(minimum=90, maximum=50, unit=PayUnit.HOUR), None, 187200, "above its highest"),
    ],
)
def test_pay_on_the_basis_of_a_year(pay: StatedPay, hours: float | None, minimum: float, flag: str) -> None:
    annual = annualise(pay, hours_per_week=hours)
    assert annual is not None
    assert annual.minimum_usd == minimum
    assert flag in annual.flag
    assert bool(flag) == bool(annual.flag)
    assert annual.basis


def test_other_currencies_are_not_converted() -> None:
    annual = annualise(StatedPay(minimum=20, unit=PayUnit.HOUR, currency="CAD"), hours_per_week=None)
    assert annual is not None
    assert (annual.minimum_usd, annual.flag) == (None, "stated in CAD, not converted")


@pytest.mark.parametrize(
    "hostile",
    [
        "<p>Hi</p><script>alert(1)</script>",
        "<p onclick='x()'>Hi</p><img src=https://t.example/p.gif>",
        "<style>p{display:none}</style><p style='color:red'>Hi</p><iframe src=x></iframe>",
        "&lt;p&gt;Hi&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
        "<a href='javascript:x'>Hi</a><p></p>",
        "<p>Hi<svg onload=x()></svg></p>",
    ],
)
def test_hostile_html_leaves_only_its_words(hostile: str) -> None:
    cleaned = clean_html(hostile)
    assert "Hi" in cleaned
    for bad in ("script", "onclick", "onload", "style", "img", "iframe", "href", "alert", "display"):
        assert bad not in cleaned


def test_plain_text_gets_paragraphs_and_lists() -> None:
    cleaned = clean_html("Your work:   · Wash & cut · 3 < 4 cooks\nPay: good")
    assert (
        cleaned == "<p>Your work:</p><ul><li>Wash &amp; cut</li><li>3 &lt; 4 cooks</li></ul><p>Pay: good</p>"
    )
    assert plain_text(cleaned) == "Your work:\nWash & cut\n3 < 4 cooks\nPay: good"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_sentences_stand_in_the_text_exactly(text: str) -> None:
    plain = plain_text(clean_html(text))
    assert "<script" not in clean_html(text).lower()
    for sentence in sentences(plain):
        assert sentence in plain
