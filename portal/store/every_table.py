"""Every table that there is, whichever modules the process has imported so far.

What goes over all tables (erasure, key rotation) must not forget one because nobody imported it.
"""

import pkgutil
from functools import cache
from importlib import import_module

from sqlalchemy import MetaData
from sqlmodel import SQLModel

import portal.store

_ENDINGS = ("tables", "_table")


@cache
def every_table() -> MetaData:
    """The metadata with the tables of all modules of the store whose name says that they hold some."""
    for module in pkgutil.iter_modules(portal.store.__path__):
        if module.name.endswith(_ENDINGS):
            import_module(f"portal.store.{module.name}")
    return SQLModel.metadata
