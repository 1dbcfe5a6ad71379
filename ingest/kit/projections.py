"""Projections as rows of the store's table, for every source that has them."""

from collections.abc import Sequence

from ingest.kit.reference import ReferenceTable
from portal.domain.outlook import Projection

FIGURES = (
    "base_employment", "projected_employment", "change", "change_percent", "annual_openings", "annual_exits",
    "annual_transfers",
)  # fmt: skip
COLUMNS = (
    "area_code", "soc_code", "period", "source_key", "title", "is_summary", "years_basis", *FIGURES,
)  # fmt: skip


def projection_table(projections: Sequence[Projection]) -> ReferenceTable:
    """Rows that replace all standing projections of the same sources and periods."""
    return ReferenceTable(
        "occupation_projection",
        COLUMNS,
        [
            (one.area_code, one.soc_code, one.period, one.source_key, one.title, one.is_summary,
             one.years_basis.value, *(getattr(one, name) for name in FIGURES))
            for one in projections
        ],
        {
            "source_key": frozenset(one.source_key for one in projections),
            "period": frozenset(one.period for one in projections),
        },
    )  # fmt: skip
