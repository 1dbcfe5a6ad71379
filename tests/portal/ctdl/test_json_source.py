"""Letters that JSON can write and no database keeps."""

import pytest

from portal.ctdl.errors import UnreadableCtdl
from portal.ctdl.json_source import parse_json_bytes


@pytest.mark.parametrize("raw", [rb'{"a": "x\u0000y"}', rb'{"a\u0000": 1}', rb'["\\\u0000"]', rb'["\ud83d"]'])
def test_a_letter_that_cannot_be_kept_is_refused_with_its_file(raw: bytes) -> None:
    with pytest.raises(UnreadableCtdl, match=r"^f: has .*\\u(0000|d83d)"):
        parse_json_bytes(raw, name="f")


def test_a_text_that_only_speaks_of_such_letters_is_kept() -> None:
    assert parse_json_bytes(rb'["\\u0000", "\ud83d\ude00"]', name="f") == (["\\u0000", "😀"], ())
