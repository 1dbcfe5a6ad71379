"""The counts of docs/catalog.md, made from the catalog: `python -m tests.portal.domain.catalog_counts` prints them."""

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from portal.domain.credential import Catalog, Credential, EdgeKind
from portal.domain.evidence import Evidence, EvidenceMethod
from portal.domain.recognition import Standing
from portal.store.catalog import read_catalog_files, read_clusters, read_clusters_2024

CONFIG = Path(__file__).resolve().parents[3] / "config"
METHODS = (
    EvidenceMethod.PUBLISHED,
    EvidenceMethod.CROSSWALK,
    EvidenceMethod.CURATED,
    EvidenceMethod.GENERAL_KNOWLEDGE,
)


def write_counts(catalog: Catalog) -> str:
    """The tables as they stand in the doc: clusters, kinds, evidence, and what else is told."""
    credentials = catalog.credentials
    old = Counter(slug for c in credentials for slug in c.clusters)
    new = Counter(slug for c in credentials for slug in c.clusters_2024)
    edges = Counter(edge.kind.value for edge in catalog.edges)
    parts = [
        f"{len(credentials)} credentials, {len(catalog.edges)} edges ("
        + ", ".join(f"{edges[kind.value]} {kind.value}" for kind in EdgeKind)
        + ").",
        _table(
            ("cluster of 2024", "credentials"),
            ((cluster.name.en, new[cluster.slug]) for cluster in read_clusters_2024(CONFIG)),
        ),
        _table(
            ("cluster of 2002", "credentials"),
            ((cluster.name.en, old[cluster.slug]) for cluster in read_clusters(CONFIG)),
        ),
        _table(("kind", "credentials"), Counter(c.kind.value for c in credentials).most_common()),
        _methods(catalog),
        _told(credentials),
    ]
    return "\n\n".join(parts)


def _methods(catalog: Catalog) -> str:
    """How each statement came to be, and how many were read at their source."""
    credentials = catalog.credentials
    statements: dict[str, list[Evidence]] = {
        "that it exists, and what it is": [_best(c.evidence) for c in credentials],
        "weeks": [c.weeks.evidence for c in credentials if c.weeks],
        "cost": [c.cost.evidence for c in credentials if c.cost],
        "renewal": [c.renewal.evidence for c in credentials if c.renewal],
        "entry": [c.entry.evidence for c in credentials if c.entry],
        "exam": [c.exam_profile.evidence for c in credentials if c.exam_profile],
        "support at an exam": [
            s.evidence for c in credentials if c.exam_profile for s in c.exam_profile.supports
        ],
        "recognition": [r.evidence for c in credentials for r in c.recognitions],
        "portability": [c.portability.evidence for c in credentials if c.portability],
        "credit": [a.evidence for c in credentials for a in c.articulations],
        "apprenticeship standards": [c.apprenticeship.evidence for c in credentials if c.apprenticeship],
        "edge": [edge.evidence for edge in catalog.edges],
    }
    return _table(
        ("statement", "number", *(method.value for method in METHODS), "read at its source"),
        (
            (
                name,
                len(found),
                *(sum(e.method is method for e in found) for method in METHODS),
                sum(e.is_checked for e in found),
            )
            for name, found in statements.items()
        ),
    )


def _told(credentials: Iterable[Credential]) -> str:
    said = [r for c in credentials for r in c.recognitions]
    by_kind = Counter((r.kind, r.standing) for r in said)
    return _table(
        ("recognition", *(standing.value for standing in Standing)),
        (
            (kind.value, *(by_kind[kind, standing] for standing in Standing))
            for kind in dict.fromkeys(r.kind for r in sorted(said, key=lambda r: r.kind.value))
        ),
    )


def _best(evidence: tuple[Evidence, ...]) -> Evidence:
    """The strongest reason that a credential exists: checked first, then by the order of methods."""
    order = tuple(EvidenceMethod)
    return min(evidence, key=lambda e: (not e.is_checked, order.index(e.method)))


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])


if __name__ == "__main__":
    sys.stdout.write(write_counts(read_catalog_files(CONFIG, soc_codes=frozenset(), today=None)) + "\n")
