"""A QR code as one SVG path, for paper."""

import segno

from portal.domain.model import DataModel

QUIET_ZONE = 4
"""White modules around the code, as ISO/IEC 18004 asks."""


MASK = 0
"""Every mask can be read. To look for the evenest of the eight takes 25 ms, most of what a plan's page costs, and finds
little: our addresses are packed and signed, so that they are even by themselves."""


class QrCode(DataModel):
    """`path` draws the dark modules into a square of `size` by `size` units, quiet zone included."""

    size: int
    path: str


def build_qr(text: str) -> QrCode:
    """The code of an address; one stroke for each run of dark modules in a row."""
    matrix = segno.make(text, error="m", micro=False, boost_error=False, mask=MASK).matrix
    strokes = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x] & 1:
                x += 1
            if x > start:
                strokes.append(f"M{start + QUIET_ZONE} {y + QUIET_ZONE}h{x - start}v1h-{x - start}z")
            x += 1
    return QrCode(size=len(matrix) + 2 * QUIET_ZONE, path="".join(strokes))
