"""Where the tests find real public data: files that stand beside the checkout and are never committed."""

from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def real_file(relative: str) -> Path:
    """The path of one real file below `shared/data`. Raises: FileNotFoundError naming the file that is missing."""
    path = SHARED / relative
    if not path.is_file():
        raise FileNotFoundError(f"real data file {relative} is not in {SHARED}; see PROVENANCE.md there")
    return path
