"""The catalog that ships, read once with every list that it can be compared with."""

import csv
import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.domain.catalog_file import parse_catalog, parse_clusters
from portal.domain.credential import Catalog

CONFIG = Path(__file__).resolve().parents[3] / "config"
CLUSTERS_2024 = frozenset(
    c.slug for c in parse_clusters((CONFIG / "clusters-2024.toml").read_text(encoding="utf-8"))
)


def listed_codes() -> Iterator[tuple[str, str]]:
    """Every code of the lists that ship, with its list."""
    with gzip.open(CONFIG / "embedded" / "crosswalks" / "titles.tsv.gz", "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            yield row["taxonomy"], row["code"]


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    with gzip.open(CONFIG / "embedded" / "soc" / "occupations.tsv.gz", "rt", encoding="utf-8") as rows:
        detailed = frozenset(
            row["soc_code"] for row in csv.DictReader(rows, delimiter="\t") if row["level"] == "detailed"
        )
    assert len(detailed) == 867
    return parse_catalog(
        {p.name: p.read_text(encoding="utf-8") for p in (CONFIG / "catalog").glob("*.toml")},
        cluster_slugs=frozenset(
            c.slug for c in parse_clusters((CONFIG / "clusters.toml").read_text(encoding="utf-8"))
        ),
        cluster_2024_slugs=CLUSTERS_2024,
        soc_codes=detailed,
        cip_codes=frozenset(code for list_, code in listed_codes() if list_ == "cip-2020"),
        today=datetime.now(UTC).date(),
    )
