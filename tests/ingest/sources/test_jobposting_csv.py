from datetime import date
from pathlib import Path

import pytest

from ingest.errors import SourceChanged
from ingest.kit.document import Alarm, Document, Rejection, Surroundings
from ingest.registry import build_adapter
from portal.domain.errors import InvalidSettings
from portal.domain.job_posting import PayUnit, PostingRecord
from tests.ingest.feeds import Pages, document, source


def test_semicolons_aliases_quoted_newlines_and_bad_rows(surroundings: Surroundings) -> None:
    outcomes = list(
        build_adapter(source("handover"), surroundings).parse(document("handover/semicolons.csv"))
    )
    alarm = outcomes[0]
    assert isinstance(alarm, Alarm)
    assert "Colour" in alarm.message
    records = [o for o in outcomes if isinstance(o, PostingRecord)]
    assert [r.title for r in records] == ["Welder", "Baker"]
    welder, baker = records
    assert welder.employer_name == "Fern; Sons"
    assert welder.description_html == 'Weld, grind\nand check "every" seam.'
    assert (welder.valid_through_on, welder.occupation_hints) == (date(2026, 6, 30), ("51-4121",))
    assert baker.pay is not None
    assert (baker.pay.minimum, baker.pay.maximum, baker.pay.unit) == (14, None, PayUnit.HOUR)
    rejections = [(o.reason, o.detail.split(":")[0]) for o in outcomes if isinstance(o, Rejection)]
    assert rejections == [
        ("missing field", "line 4"),
        ("unknown category", "line 5"),
        ("not a date", "line 6"),
        ("wrong number of cells", "line 7"),
    ]


def test_the_code_page_of_windows_is_read(surroundings: Surroundings) -> None:
    (record,) = build_adapter(source("handover"), surroundings).parse(document("handover/windows.csv"))
    assert isinstance(record, PostingRecord)
    assert record.employer_name == "Café Müller"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (b"<html>", "HTML"),
        (b"title,employer\nx,y,\x00", "not a text file"),
        (b"a,b\n1,2\n", "no column title and hiringOrganization"),
        (b"title,job title,employer\n", "two columns mean title"),
        (b'title,employer\n"x,y\n', "not CSV"),
    ],
)
def test_a_file_in_another_form_is_refused(surroundings: Surroundings, raw: bytes, says: str) -> None:
    with pytest.raises(SourceChanged, match=says):
        list(build_adapter(source("handover"), surroundings).parse(Document(name="x.csv", url="", raw=raw)))


def test_relative_dates_are_for_the_sample_source_only(surroundings: Surroundings) -> None:
    text = b"identifier,title,employer,datePosted,validThrough\n1,Cook,Fern,-12d,+30d\n"
    (record,) = build_adapter(source("sample"), surroundings).parse(Document(name="x", url="", raw=text))
    assert isinstance(record, PostingRecord)
    assert (record.posted_on, record.valid_through_on) == (date(2026, 6, 8), date(2026, 7, 20))
    assert record.is_sample
    (refused,) = build_adapter(source("handover"), surroundings).parse(Document(name="x", url="", raw=text))
    assert isinstance(refused, Rejection)
    with pytest.raises(InvalidSettings, match="sample source only"):
        build_adapter(source("handover", options={"folder": "x", "relative_dates": True}), surroundings)


def test_the_folder_waits_for_a_file(surroundings: Surroundings) -> None:
    adapter = build_adapter(source("handover"), surroundings)
    assert "CSV file in handover" in adapter.waits_for()
    folder: Path = surroundings.data_dir / "handover"
    folder.mkdir(parents=True)
    (folder / "jobs.csv").write_text("identifier,title,employer\n1,Cook,Fern\n")
    assert adapter.waits_for() == ""
    assert [d.name for d in adapter.fetch(Pages())] == ["jobs.csv"]


def test_a_line_separator_inside_a_cell_ends_no_row_and_empty_lines_come_first(
    surroundings: Surroundings,
) -> None:
    raw = "\n\nid,title,employer\n1,Nurse\x0baide\u2028nights,Fern\n".encode()
    (record,) = build_adapter(source("handover"), surroundings).parse(Document(name="x.csv", url="", raw=raw))
    assert isinstance(record, PostingRecord)
    assert (record.source_ref, record.employer_name) == ("1", "Fern")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b'id,"title"x,employer\n1,a,b\n', "column names are not CSV"),
        (b'"' + b"x" * 1_200_000 + b'",title,employer\n1,a,b\n', "column names are not CSV"),
        (b"id,title,employer\n" + b"1,Cook,Fern\n" * 200 + b"2,Co\x00ok,Fern\n", "not a text file"),
    ],
)
def test_a_file_that_cannot_be_csv_is_refused_in_a_sentence(
    surroundings: Surroundings, raw: bytes, why: str
) -> None:
    with pytest.raises(SourceChanged, match=why):
        list(build_adapter(source("handover"), surroundings).parse(Document(name="x.csv", url="", raw=raw)))
