"""Documents that are damaged, joined or made to hurt: read as far as they are sure, refused in one sentence."""

import gzip
from pathlib import Path

import pytest

from ingest.errors import FetchFailed, RecordRejected, SourceChanged
from ingest.kit.document import Document
from ingest.kit.json_text import parse_json
from ingest.kit.mirror import read_mirror
from ingest.kit.records import MOST_TEXT, build_record


def test_gzip_files_joined_end_to_end_are_one_document() -> None:
    raw = gzip.compress(b'[{"id": 1},', mtime=0) + gzip.compress(b' {"id": 2}]', mtime=0) + b"\x00\x00"
    assert parse_json(Document(name="rows.json.gz", url="", raw=raw)) == [{"id": 1}, {"id": 2}]


def test_large_gzip_files_joined_end_to_end_are_one_document() -> None:
    parts = [bytes([letter]) * 300_000 for letter in b"abc"]
    raw = b"".join(gzip.compress(part, mtime=0) for part in parts)
    assert Document(name="rows.gz", url="", raw=raw).content(max_bytes=1_000_000) == b"".join(parts)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (gzip.compress(b"[1]", mtime=0) + gzip.compress(b"[2]", mtime=0)[:-4], "ends too early"),
        (gzip.compress(b"[1]", mtime=0) + b"rest", "damaged"),
        (gzip.compress(b"a" * 600, mtime=0) + gzip.compress(b"a" * 600, mtime=0), "unpacks to more than"),
    ],
)
def test_a_second_gzip_part_is_held_to_the_same_laws(raw: bytes, why: str) -> None:
    with pytest.raises(SourceChanged, match=why):
        Document(name="rows.json.gz", url="", raw=raw).content(max_bytes=1000)


def test_characters_that_no_database_takes_are_taken_out_of_json() -> None:
    raw = rb'[{"ti\u0000tle": "a\u0000b", "list": ["half \ud83d pair", "whole \ud83d\ude00"]}]'
    assert parse_json(Document(name="rows.json", url="", raw=raw)) == [
        {"title": "ab", "list": ["half \N{REPLACEMENT CHARACTER} pair", "whole \N{GRINNING FACE}"]}
    ]


@pytest.mark.parametrize("pattern", ["/etc/passwd", "../*", "jobs/../../*", "", "a**b"])
def test_a_pattern_never_leads_out_of_the_mirror(tmp_path: Path, pattern: str) -> None:
    (tmp_path / "outside.json").write_text("[]")
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    with pytest.raises(FetchFailed, match=r"mirror\.files"):
        list(read_mirror(mirror, [pattern], max_bytes=1000))


def test_more_openings_than_a_database_can_count_are_a_rejection() -> None:
    with pytest.raises(RecordRejected, match="invalid value"):
        build_record(source_ref="1", title="Cook", openings=10**30)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<div>" * 20_000, "within each other"),
        ("</div>" * 20_000 + "<DIV class=a>" * 20_000, "within each other"),
        ("a" * (MOST_TEXT + 1), "characters"),
    ],
)
def test_a_text_that_takes_minutes_to_clean_is_a_rejection(text: str, why: str) -> None:
    with pytest.raises(RecordRejected, match="invalid value") as refused:
        build_record(source_ref="1", title="Cook", description_html=text)
    assert why in refused.value.detail


def test_a_long_text_whose_tags_are_closed_is_taken() -> None:
    text = "<div><p>You cook.<br><ul><li>Soup<li>Bread</ul></div>" * 3_000
    assert build_record(source_ref="1", title="Cook", description_html=text).description_html == text
