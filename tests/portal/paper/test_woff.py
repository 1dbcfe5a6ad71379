"""Fonts for the web are unwrapped whole, and what is none is told."""

from pathlib import Path

import pytest

from portal.paper.woff import NotWoff, unwrap_woff

FILES = Path(__file__).resolve().parents[3] / "node_modules/@fontsource/atkinson-hyperlegible-next/files"
FONT = FILES / "atkinson-hyperlegible-next-latin-400-normal.woff"


def test_a_font_is_unwrapped_with_all_its_tables() -> None:
    font = unwrap_woff(FONT.read_bytes())
    assert font[:4] == b"\x00\x01\x00\x00"
    number = int.from_bytes(font[4:6])
    tags = {font[12 + 16 * each :][:4] for each in range(number)}
    assert {b"cmap", b"glyf", b"head", b"name"} <= tags
    for each in range(number):
        entry = font[12 + 16 * each :][:16]
        start, size = int.from_bytes(entry[8:12]), int.from_bytes(entry[12:])
        if entry[:4] == b"head":  # its own checksum leaves out the four bytes of the whole file's
            continue
        padded = font[start : start + size] + b"\0" * (-size % 4)
        words = (int.from_bytes(padded[at : at + 4]) for at in range(0, len(padded), 4))
        assert sum(words) % 2**32 == int.from_bytes(entry[4:8])


@pytest.mark.parametrize("cut", [0, 3, 40, 60, 500, -8])
def test_what_is_cut_off_or_no_font_is_told(cut: int) -> None:
    with pytest.raises(NotWoff):
        unwrap_woff(FONT.read_bytes()[:cut])
    with pytest.raises(NotWoff):
        unwrap_woff(b"wOF2" + FONT.read_bytes()[4:])
