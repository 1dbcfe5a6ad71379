"""The back-test of the projected wage, printed: `python -m tests.bench.wage_projection [--real]`.

Without `--real` on made-up worlds only; with it also on the OEWS vintages of the store (`ingest run oews_history`).
"""

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

from ingest.snapshot.wage_projection import run_back_tests
from portal.labor.backtest import BackTest, back_test
from portal.labor.synthetic_panel import Truth, make_panel
from portal.settings import load_settings
from portal.store.engine import open_engine, open_session
from portal.store.wage_panel import read_wage_history

WORLDS = {
    "pure chance": Truth(noise=0.0),
    "noisy vintages": Truth(walk=0.002, noise=0.03),
    "occupations grow apart": Truth(occupation_drift=0.02, drift=0.01, walk=0.01),
    "shocks to all jobs": Truth(common_walk=0.02, walk=0.01, noise=0.0),
}


def measure_made_up(*, horizons: tuple[int, ...] = (5, 10), seeds: range = range(3)) -> list[dict[str, Any]]:
    """One row a world and horizon, the mean over seeds."""
    rows = []
    for name, truth in WORLDS.items():
        for horizon in horizons:
            found = []
            for seed in seeds:
                panel, national = make_panel(truth, seed=seed)
                found.append(back_test(panel, level=name, horizon=horizon, national=national))
            rows.append({
                "world": name,
                "horizon": horizon,
                **{
                    key: round(sum(getattr(one, key) for one in found) / len(found), 4)
                    for key in ("error", "error_no_change", "error_national_growth", "coverage")
                },
            })  # fmt: skip
    return rows


def measure_real() -> list[BackTest]:
    """The nation and the states, from what is loaded in the store."""
    engine = open_engine(load_settings().store_url())
    with open_session(engine) as session:
        return run_back_tests(read_wage_history(session))


def main() -> None:
    """Print the figures as JSON lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", action="store_true", help="also the vintages of the store")
    arguments = parser.parse_args()
    for row in measure_made_up():
        sys.stdout.write(json.dumps(row) + "\n")
    for test in measure_real() if arguments.real else ():
        sys.stdout.write(json.dumps({**asdict(test), "shortfall": test.shortfall}) + "\n")


if __name__ == "__main__":
    main()
