"""The table of what each source was run on and what came of it, as docs/sources/README.md shows it.

    python -m tests.ingest.sources.source_table

It is made from the cases that the tests run: nothing stands in it that no test holds.
"""

import sys
from collections import Counter

from ingest.registry import read_sources
from portal.domain.source import SourceKind
from tests.ingest.conftest import CONFIG, ROOT
from tests.ingest.sources.test_real_inputs import CASES
from tests.ingest.sources.worlds import WORLDS

DOC = ROOT / "docs" / "sources" / "README.md"
START, END = "<!-- runs: made by tests/ingest/sources/source_table.py -->", "<!-- end of runs -->"
WHOLE_FEEDS = {
    "nyc": ("nyc_open_data_kpav-sd4t_2026-06.json.gz", 1840, {"duplicate in feed": 10}, 28),
    "usajobs": ("search_api_2016-05_page1.json.gz", 500, {}, 4),
}
"""Feeds that `tests/ingest/test_real_feeds.py` runs whole: file, records, rejected, copies that wait."""


def source_table() -> str:
    """Markdown, one line a source of postings."""
    worlds = {world.key: world for world in WORLDS}
    lines = [
        "| source | form | real input | taken | not taken | copies | own input: taken / not taken |",
        "|---|---|---|---|---|---|---|",
    ]
    for source in read_sources(CONFIG):
        if source.kind is not SourceKind.POSTINGS or source.key == "sample":
            continue
        files, taken, rejected, copies = _real(source.key)
        world = worlds.get(source.key)
        own = f"{len(world.taken)} / {_reasons(Counter(world.rejected))}" if world else "in tests of its own"
        form = source.format.partition(",")[0].partition(";")[0].partition(" (")[0]
        lines.append(f"| `{source.key}` | {form} | {files} | {taken} | {rejected} | {copies} | {own} |")
    return "\n".join(lines)


def _real(key: str) -> tuple[str, str, str, str]:
    if key in WHOLE_FEEDS:
        file, records, reasons, copies = WHOLE_FEEDS[key]
        return f"`{file}`", f"{records - sum(reasons.values()):,}", _reasons(Counter(reasons)), str(copies)
    cases = [(file, expected) for source, file, _, expected in CASES if source == key]
    if not cases:
        return "none", "–", "–", "–"
    rejected: Counter[str] = Counter()
    for _, (_, reasons, _) in cases:
        rejected.update(reasons)
    names = ", ".join(f"`{file.rpartition('/')[2]}`" for file, _ in cases)
    return names, str(sum(expected[0] for _, expected in cases)), _reasons(rejected), "–"


def _reasons(reasons: Counter[str]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items())) or "0"


def read_documented() -> str:
    """The table as the document has it."""
    text = DOC.read_text(encoding="utf-8")
    return text.partition(START)[2].partition(END)[0].strip()


if __name__ == "__main__":
    sys.stdout.write(source_table() + "\n")
