import gzip
import shutil
from pathlib import Path

import pytest

from portal.domain.errors import StoreUnavailable
from portal.store.snapshots import read_oews_areas, read_oews_release, read_states

OEWS = Path(__file__).parents[3] / "config" / "embedded" / "oews"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        (b"not gzip", "cannot be read"),
        (gzip.compress(b"", mtime=0), "cannot be read"),
        (gzip.compress(b"h\n" + b"x" * 5000, mtime=0)[:-30], "cannot be read"),
        (
            gzip.compress(b"area_code\tarea_type\tarea_name\tstate\n0000000\tnation\n", mtime=0),
            "line 2: 2 cells, not 4",
        ),
    ],
)
def test_a_damaged_table_says_what_to_do(tmp_path: Path, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / "areas.tsv.gz").write_bytes(content)
    with pytest.raises(StoreUnavailable, match=message) as caught:
        list(read_oews_areas(tmp_path))
    assert "estore it from the release" in str(caught.value)


def test_a_manifest_without_facts_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"has no good manifest\.json"):
        read_oews_release(tmp_path)
    (tmp_path / "manifest.json").write_text('{"vintage": "2025-05"}')
    with pytest.raises(StoreUnavailable, match="states no facts"):
        read_oews_release(tmp_path)


def test_readers_stop_early_without_a_warning(tmp_path: Path) -> None:
    shutil.copy(OEWS.parent / "places" / "states.tsv.gz", tmp_path)
    rows = read_states(tmp_path)
    assert next(iter(rows)).state == "AL"
    del rows
