"""Who is hiring for an occupation here now."""

from collections import Counter

import numpy as np
import numpy.typing as npt
from sqlmodel import Session, col, select

from portal.domain.model import DataModel
from portal.store.tables import JobPostingRow
from portal.web.knowledge import Knowledge

MOST_EMPLOYERS = 8
READ_AT_ONCE = 500


class Employer(DataModel):
    """An employer with its number of open postings of the occupation here."""

    name: str
    count: int


class Hiring(DataModel):
    """The employers with most postings first, then by name; how many more there are; postings that name none."""

    employers: tuple[Employer, ...] = ()
    more: int = 0
    unnamed: int = 0


def build_hiring(session: Session, known: Knowledge, soc_code: str, *, mask: npt.NDArray[np.bool_]) -> Hiring:
    """Count open postings here by employer. A count is no recommendation."""
    columns = known.index.columns
    if soc_code not in columns.soc_codes:
        return Hiring()
    rows = mask & (columns.soc_rows == columns.soc_codes.index(soc_code))
    ids = columns.posting_ids[rows].tolist()
    names: Counter[str] = Counter()
    for start in range(0, len(ids), READ_AT_ONCE):
        found = session.exec(
            select(JobPostingRow.employer_name).where(
                col(JobPostingRow.id).in_(ids[start : start + READ_AT_ONCE])
            )
        )
        names.update(found)
    unnamed = names.pop("", 0)
    ordered = sorted(names.items(), key=lambda item: (-item[1], item[0]))
    return Hiring(
        employers=tuple(Employer(name=name, count=count) for name, count in ordered[:MOST_EMPLOYERS]),
        more=len(ordered[MOST_EMPLOYERS:]),
        unnamed=unnamed,
    )
