"""Alembic's way in: runs on the connection that `portal.store.migrate` hands over."""

from typing import Any, Literal

from alembic import context
from sqlmodel import SQLModel

from portal.store import (
    absence_table,
    caseload_tables,
    consent_tables,
    ctdl_tables,
    curate_tables,
    desk_tables,
    duplicate_tables,
    guidance_tables,
    kiosk_tables,
    plan_code_table,
    privacy_tables,
    program_tables,
    reference_tables,
    review_tables,
    staff_factor_tables,
    staff_tables,
    tables,
    try_table,
)

TABLES = (  # the imports fill the metadata
    tables.__name__,
    reference_tables.__name__,
    ctdl_tables.__name__,
    curate_tables.__name__,
    duplicate_tables.__name__,
    kiosk_tables.__name__,
    absence_table.__name__,
    review_tables.__name__,
    program_tables.__name__,
    plan_code_table.__name__,
    try_table.__name__,
    staff_tables.__name__,
    staff_factor_tables.__name__,
    caseload_tables.__name__,
    desk_tables.__name__,
    guidance_tables.__name__,
    consent_tables.__name__,
    privacy_tables.__name__,
)


def render_item(kind: str, item: Any, _autogen_context: Any) -> str | Literal[False]:
    """Write SQLModel's own column types as plain SQLAlchemy ones, so that a migration outlives the library."""
    plain = {"AutoString": "sa.String()", "UTCDateTime": "sa.DateTime(timezone=True)"}
    return plain.get(type(item).__name__, False) if kind == "type" else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
