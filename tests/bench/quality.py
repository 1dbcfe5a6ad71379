"""`make bench-quality`: how right the product is on labelled data. `python -m tests.bench.quality [--only NAME …]`."""

import argparse
import sys

from tests.bench.registry import Benchmark, run_all

BENCHMARKS = (
    Benchmark("search", "tests.bench.quality_search"),
    Benchmark("understanding", "tests.bench.quality_understanding", ("--publish",), writes_file=True),
    Benchmark("duplicates", "tests.bench.quality_duplicates"),
)
"""Each room adds its own."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", default=[], help="name of a benchmark; may be repeated")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON only")
    options = parser.parse_args()
    return run_all(BENCHMARKS, only=options.only, as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
