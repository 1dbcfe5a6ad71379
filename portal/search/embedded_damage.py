"""What the engine raises over a damaged index, as the one error that pages know."""

from collections.abc import Iterator
from contextlib import contextmanager

from portal.domain.errors import SearchUnavailable
from portal.search.port import SearchKind

_SAID_OF_FILES = ("Data corrupt", "An IO error", "IO error", "Failed to open")
"""How the engine begins what it says of files that it cannot read; it has no exception of its own for them."""


@contextmanager
def explaining_damage(kind: SearchKind | None = None) -> Iterator[None]:
    """Wherever files are read: bad bytes may show only there, long after the index was opened.

    The engine then panics, which reaches Python as a BaseException and would end the thread that answers.
    Raises: SearchUnavailable.
    """
    try:
        yield
    except BaseException as error:
        if not _is_damage(error):
            raise
        which = f"The search index of {kind.value}" if kind else "A search index"
        raise SearchUnavailable(f"{which} is damaged ({str(error)[:120]}). Run: portal reindex") from error


def _is_damage(error: BaseException) -> bool:
    # The class of a panic cannot be imported.
    is_panic = (type(error).__module__, type(error).__name__) == ("pyo3_runtime", "PanicException")
    return is_panic or (isinstance(error, ValueError) and str(error).startswith(_SAID_OF_FILES))
