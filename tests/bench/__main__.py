"""`make bench`: every benchmark of speed, size and memory. `python -m tests.bench [--only NAME …] [--json]`."""

import argparse
import sys

from tests.bench.registry import Benchmark, run_all

BENCHMARKS = (
    Benchmark("search", "tests.bench.search", ("--postings", "100000")),
    Benchmark("search-page", "tests.bench.search_page", ("--postings", "5000", "--requests", "20")),
    Benchmark("ingest", "tests.bench.ingest"),
    Benchmark("reading", "tests.bench.reading"),
    Benchmark("stacks", "tests.bench.stacks", ("--postings", "100000", "--people", "20", "--plans", "60")),
    Benchmark("stacks-store", "tests.bench.stacks_store", ("--postings", "100000")),
    Benchmark("occupations", "tests.bench.occupations", ("--pages", "150")),
)
"""Each room adds its own. `python -m tests.bench.search --postings 1000000` is the full size: some ten minutes."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", default=[], help="name of a benchmark; may be repeated")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON only")
    options = parser.parse_args()
    return run_all(BENCHMARKS, only=options.only, as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
