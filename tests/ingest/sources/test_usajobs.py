import json

import pytest

from ingest.errors import FetchFailed, SourceChanged
from ingest.kit.document import Alarm, Document, Rejection, Surroundings
from ingest.registry import build_adapter
from portal.domain.job_posting import PayUnit, PostingRecord
from tests.ingest.conftest import DATA
from tests.ingest.feeds import Pages, document, source


def test_the_older_form_is_read_without_its_marks(surroundings: Surroundings) -> None:
    outcomes = list(build_adapter(source("usajobs"), surroundings).parse(document("usajobs/page_2016.json")))
    record, rejection = outcomes
    assert isinstance(record, PostingRecord)
    assert record.title == "Practical Nurse"
    assert record.employer_name == "Veterans Affairs"
    assert record.url == "https://www.usajobs.gov/GetJob/ViewDetails/500000001"
    assert "<c0>" not in record.description_html
    assert [(p.locality, p.region, p.country) for p in record.places] == [
        ("Fort Wayne", "Indiana", "US"), ("Camp Foster", "", "Japan"),
    ]  # fmt: skip
    assert isinstance(rejection, Rejection)
    assert (rejection.reason, rejection.source_ref) == ("unknown category", "500000002")


def test_the_present_form_is_read_by_its_documentation(surroundings: Surroundings) -> None:
    outcomes = list(
        build_adapter(source("usajobs"), surroundings).parse(document("usajobs/page_current.json"))
    )
    record = outcomes[0]
    assert isinstance(record, PostingRecord)
    assert record.pay is not None
    assert (record.pay.unit, record.openings) == (PayUnit.HOUR, 3)
    assert record.is_internal, "internal and transition paths only"
    assert "Help people eat.\n\nLift safely." in record.description_html
    assert [o.message for o in outcomes if isinstance(o, Alarm)] == [
        "page_current.json: new field “Details.BrandNew”. Map it, or add it to the unused ones."
    ]


def test_the_key_travels_in_the_headers_and_pages_end_at_the_announced_count(
    surroundings: Surroundings,
) -> None:
    page = (DATA / "usajobs" / "page_current.json").read_bytes()
    pages = Pages(page, page)
    assert len(list(build_adapter(source("usajobs"), surroundings).fetch(pages))) == 2
    url, params, headers = pages.asked[1]
    assert url == "https://data.usajobs.gov/api/search"
    assert (params["Page"], params["ResultsPerPage"], params["LocationName"]) == ("2", "500", "Indiana")
    assert headers == {"Host": "data.usajobs.gov", "User-Agent": "a@example.org", "Authorization-Key": "k3y"}
    assert "k3y" not in url


def test_fewer_results_than_announced_is_no_complete_fetch(surroundings: Surroundings) -> None:
    page = json.loads((DATA / "usajobs" / "page_current.json").read_text())
    empty = {"SearchResult": {"SearchResultItems": [], "SearchResultCountAll": 2}}
    pages = Pages(json.dumps(page).encode(), json.dumps(empty).encode())
    with pytest.raises(FetchFailed, match="announced 2 results and gave 1"):
        list(build_adapter(source("usajobs"), surroundings).fetch(pages))


@pytest.mark.parametrize(
    "raw", [b"{}", b"[]", b'{"SearchResult": []}', b'{"SearchResult": {"SearchResultItems": {}}}']
)
def test_another_answer_is_refused(surroundings: Surroundings, raw: bytes) -> None:
    with pytest.raises(SourceChanged, match="Search API"):
        list(build_adapter(source("usajobs"), surroundings).parse(Document(name="p", url="", raw=raw)))


def test_without_a_key_it_says_what_it_waits_for(surroundings: Surroundings) -> None:
    bare = Surroundings(surroundings.today, surroundings.data_dir, surroundings.config_dir)
    assert "PORTAL_USAJOBS_API_KEY" in build_adapter(source("usajobs"), bare).waits_for()
