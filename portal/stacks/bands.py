"""Where a person stands before every posting, in five groups: each posting is in exactly one."""

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from portal.stacks.part_index import PartIndex
from portal.stacks.parts import PartKind
from portal.stacks.standing import Standing


class DeskBand(StrEnum):
    """Best first. The bands of `portal.matching.band`, of which *likely* stands apart from *ask* here."""

    QUALIFIES = "qualifies"
    ONE_STEP = "one_step"
    LIKELY = "likely"
    ASK = "ask"
    NOT_YET = "not_yet"


BAND_CODE = {band: code for code, band in enumerate(DeskBand)}


def band_codes(
    standing: Standing, index: PartIndex, *, is_openable: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int8]:
    """Band of every signature of the index, for a reach that has them all; *likely* is not known here and reads *ask*.

    One step away: one credential alone would settle all that is open, and more is open than what was not told.
    Shape: one code a signature. `is_openable` says of each part of the index whether anything opens it.
    """
    reach, judged = standing.reach, standing.judged
    code = BAND_CODE
    found = np.full(len(reach.rows), code[DeskBand.NOT_YET], dtype=np.int8)
    found[standing.is_all_unknown] = code[DeskBand.ASK]
    has_step = np.zeros(len(reach.rows), dtype=np.bool_)
    has_step[standing.steps[0]] = True
    single = np.flatnonzero(standing.is_single)
    parts = reach.parts[standing.only_part(single)]
    # Of what was not told, schooling alone can be earned: where it is all that is open, the person is to be asked.
    is_schooling = np.array([part.kind is PartKind.EDUCATION for part in index.parts], dtype=np.bool_)
    is_untold = is_schooling[parts] & judged.is_unknown[parts]
    has_step[single] |= is_openable[parts]
    has_step[single[is_untold]] = False
    found[has_step] = code[DeskBand.ONE_STEP]
    found[standing.sums == 0] = code[DeskBand.QUALIFIES]
    codes = np.full(len(index.is_silent), code[DeskBand.QUALIFIES], dtype=np.int8)
    codes[index.is_silent] = code[DeskBand.ASK]
    codes[reach.rows] = found
    return codes
