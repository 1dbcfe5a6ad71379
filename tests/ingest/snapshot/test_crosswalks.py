"""The crosswalk builder: what it refuses, and that it gives the committed bytes again."""

from pathlib import Path

import pytest

from ingest.snapshot.artefact import sha256_of
from ingest.snapshot.crosswalk_sources import CLUSTER_TITLES_2024, CLUSTERS_2024, read_code_table
from ingest.snapshot.crosswalks import build_crosswalk_snapshot
from portal.domain.catalog_file import parse_clusters
from portal.labor.crosswalk import Taxonomy
from portal.settings import ROOT
from tests.real_data import SHARED, real_file

EMBEDDED = ROOT / "config" / "embedded"
COLUMNS = ("a", "a title", "b", "b title")


def read(path: Path) -> list[tuple[str, ...]]:
    pairs = read_code_table(path, COLUMNS, source=Taxonomy.SOC_2010, target=Taxonomy.SOC_2018, titles={})
    return [tuple(pair) for pair in pairs]


def test_a_missing_table_and_a_broken_code_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"soc2010_to_2018_crosswalk.csv.*www.bls.gov"):
        build_crosswalk_snapshot(tmp_path, tmp_path / "out", soc=EMBEDDED / "soc", oews=EMBEDDED / "oews")
    table = tmp_path / "walk.csv"
    table.write_text("a,a title,b,b title\n11-1011,Chiefs,Nov-11,Chiefs\n")
    with pytest.raises(ValueError, match="line 2: “Nov-11” is no code of soc-2018"):
        read(table)
    table.write_text("a,b\n")
    with pytest.raises(ValueError, match="lacks the columns a title, b title"):
        read(table)


def test_blanks_and_stars_around_codes_and_titles_are_dropped(tmp_path: Path) -> None:
    table = tmp_path / "walk.csv"
    table.write_text("a,a title,b,b title\n11-9061, Funeral Directors * ,39-4031 ,Morticians\n")
    assert [pair[1::2] for pair in read(table)] == [("11-9061", "39-4031")]


def test_each_cluster_of_2002_leads_to_one_of_2024() -> None:
    old = parse_clusters((ROOT / "config" / "clusters.toml").read_text(encoding="utf-8"))
    assert {cluster.slug for cluster in old} == set(CLUSTERS_2024)
    assert {new for targets in CLUSTERS_2024.values() for new in targets} == set(CLUSTER_TITLES_2024)
    assert len(CLUSTER_TITLES_2024) == 14


@pytest.mark.real_data
def test_building_again_gives_the_bytes_that_ship(tmp_path: Path) -> None:
    real_file("crosswalks/soc2010_to_2018_crosswalk.csv")
    build_crosswalk_snapshot(SHARED / "crosswalks", tmp_path, soc=EMBEDDED / "soc", oews=EMBEDDED / "oews")
    for path in sorted(tmp_path.iterdir()):
        assert sha256_of(path) == sha256_of(EMBEDDED / "crosswalks" / path.name), path.name
