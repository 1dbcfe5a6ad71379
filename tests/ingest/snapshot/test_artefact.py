import gzip
from pathlib import Path

import pytest

from ingest.snapshot.artefact import sha256_of, write_table


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    rows = [("a", "1"), ("b", "2")]
    first = write_table(tmp_path / "t.tsv.gz", ("x", "y"), rows=rows)
    before = (tmp_path / "t.tsv.gz").read_bytes()
    (tmp_path / "elsewhere").mkdir()
    second = write_table(tmp_path / "elsewhere" / "t.tsv.gz", ("x", "y"), rows=iter(rows))
    assert (tmp_path / "elsewhere" / "t.tsv.gz").read_bytes() == before
    assert first == second
    assert first.sha256 == sha256_of(tmp_path / "t.tsv.gz")
    assert gzip.decompress(before) == b"x\ty\na\t1\nb\t2\n"
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("row", [("a\tb", "1"), ("a", "1\n2"), ("a",), ("a", "b", "c")])
def test_a_row_that_would_break_the_table_is_refused(tmp_path: Path, row: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"t\.tsv\.gz: row .* does not fit the columns x, y"):
        write_table(tmp_path / "t.tsv.gz", ("x", "y"), rows=[row])
    assert not (tmp_path / "t.tsv.gz").exists()
