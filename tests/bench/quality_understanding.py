"""How right postings are read: occupation, requirements, place and pay, with baselines and 95 % intervals.

    python -m tests.bench.quality_understanding [--json FILE]

Nothing here was learnt from: a third of O*NET's reported titles, a fifth of the employers of labor-certification
filings, half of the gold postings (each by a fixed hash), and sixty postings of private employers that we wrote.
"""

import argparse
import gzip
import json
import math
import random
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import click

from ingest.coder import corpus
from ingest.enrich.licence_vote import licensed_occupations
from ingest.enrich.occupation import TitleIndex
from ingest.enrich.occupation_model import OccupationModel
from ingest.enrich.requirements import RequirementReader, Section
from ingest.enrich.understand import Reader
from ingest.understand import understood_line
from portal.domain.credential import Catalog
from portal.domain.job_posting import PostingRecord
from portal.store import snapshots
from portal.store.catalog import read_catalog_files
from tests.bench.bm25 import Bm25
from tests.bench.held_out_postings import held_out_postings
from tests.bench.pay_scores import score_pay
from tests.bench.place_scores import score_places
from tests.bench.publish_quality import publish
from tests.bench.requirement_scores import differences, score_requirements
from tests.real_data import SHARED

CONFIG = Path(__file__).resolve().parents[2] / "config"
LABELS = Path(__file__).resolve().parents[1] / "data" / "understanding"
HELD_OUT = LABELS / "held_out_requirements.jsonl"
HELD_OUT_B = LABELS / "held_out_b_requirements.jsonl"
LEARNING = LABELS / "learning_requirements.jsonl"
PRIVATE = Path(__file__).resolve().parents[1] / "data" / "understanding" / "private_postings.jsonl"
LEVELS = {6: 7, 5: 6, 3: 4, 2: 2}
"""Digits of a code → characters that must agree."""


@dataclass(frozen=True)
class Case:
    """A title, perhaps with its text, the codes that count as right (the first is the labelled one), and its group."""

    title: str
    text: str
    codes: tuple[str, ...]
    group: str
    """What is drawn together for the interval: the title, the employer, the posting."""


@dataclass(frozen=True)
class Answer:
    """A code or None, and how sure."""

    soc_code: str | None
    confidence: float


Coder = Callable[[Case], Answer]


def wilson(right: int, n: int) -> tuple[float, float, float]:
    """A share and its 95 % interval (Wilson)."""
    if not n:
        return math.nan, math.nan, math.nan
    z, p = 1.959964, right / n
    middle, spread = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return p, (middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n)


def is_right(code: str | None, codes: Iterable[str], level: int) -> bool:
    """Whether a code agrees with any of `codes` in its first digits."""
    return code is not None and any(code[: LEVELS[level]] == other[: LEVELS[level]] for other in codes)


def score_codes(cases: Sequence[Case], coder: Coder, *, any_of: bool) -> dict[str, Any]:
    """Coverage, accuracy by digits (of all and of answered), calibration error and the risk–coverage curve."""
    answers = [coder(case) for case in cases]
    truth = [case.codes if any_of else case.codes[:1] for case in cases]
    answered = [i for i, a in enumerate(answers) if a.soc_code is not None]
    found: dict[str, Any] = {
        "n": len(cases),
        "answered": len(answered),
        "coverage": len(answered) / len(cases),
    }
    for level in LEVELS:
        right = [is_right(a.soc_code, t, level) for a, t in zip(answers, truth, strict=True)]
        found[f"{level} digits of all"] = wilson(sum(right), len(cases))
        found[f"{level} digits of answered"] = wilson(sum(right), len(answered))
    right6 = [is_right(a.soc_code, t, 6) for a, t in zip(answers, truth, strict=True)]
    bins: dict[int, list[int]] = defaultdict(list)
    for i in answered:
        bins[min(9, int(answers[i].confidence * 10))].append(i)
    found["calibration error"] = sum(
        abs(sum(right6[i] for i in members) - sum(answers[i].confidence for i in members))
        for members in bins.values()
    ) / max(len(answered), 1)
    order = sorted(answered, key=lambda i: -answers[i].confidence)
    found["risk at coverage"] = {
        f"{share:.0%}": 1 - sum(right6[i] for i in order[:size]) / size
        for share in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
        if 0 < (size := round(share * len(cases))) <= len(order)
    }
    groups: dict[str, list[bool]] = defaultdict(list)
    for case, ok in zip(cases, right6, strict=True):
        groups[case.codes[0][:2]].append(ok)
    found["by major group"] = {k: [sum(v), len(v)] for k, v in sorted(groups.items())}
    found["clustered interval, 6 digits of all"] = _bootstrap(cases, right6)
    return found


def _bootstrap(cases: Sequence[Case], right: Sequence[bool]) -> tuple[float, float]:
    """95 % interval of the share of right answers when whole groups are drawn, 400 times."""
    groups: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for case, ok in zip(cases, right, strict=True):
        groups[case.group][0] += ok
        groups[case.group][1] += 1
    members, chance = list(groups.values()), random.Random(1)
    shares = sorted(
        sum(m[0] for m in drawn) / sum(m[1] for m in drawn)
        for drawn in (chance.choices(members, k=len(members)) for _ in range(400))
    )
    return shares[9], shares[-10]


def sets(data: Path) -> dict[str, list[Case]]:
    """The sets that are reported on."""
    occupations = [
        o.soc_code
        for o in snapshots.read_soc_occupations(CONFIG / "embedded" / "soc")
        if o.level == "detailed"
    ]
    filed = {
        (corpus.title_key(f.title), f.soc_codes, corpus.title_key(f.employer)): f
        for f in corpus.filed_titles(data, frozenset(occupations))
        if corpus.is_reported_employer(f.employer)
    }
    gold = read_lines(data / "labelled/postings_gold_dev.jsonl.gz")
    own = read_lines(PRIVATE)

    def posting(row: dict[str, Any]) -> Case:
        return Case(row["title"], row["text"], (row["soc_2018"], *row["soc_acceptable"]), row["id"])

    return {
        "a: filings of other employers": [
            Case(f.title, "", tuple(sorted(f.soc_codes)), f.employer)
            for _, f in sorted(filed.items(), key=lambda x: (x[0][0], x[0][2]))
        ],
        "b: O*NET reported titles": [
            Case(title, "", tuple(sorted(codes)), key)
            for key, (title, codes) in corpus.reported_titles(data).items()
        ],
        "c: gold postings, reporting half": [posting(r) for r in gold if corpus.is_reported_posting(r["id"])],
        "c, learning half (not a result)": [
            posting(r) for r in gold if not corpus.is_reported_posting(r["id"])
        ],
        "own private-employer postings": [posting(r) for r in own],
    }


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Objects of a file of JSON lines, packed or not."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as lines
    ):
        return [json.loads(line) for line in lines]


def title_list(data: Path) -> list[tuple[str, str]]:
    """Titles with codes for the baselines: O*NET and SOC, less those kept for reporting."""
    titles = [(e.text, e.soc_code) for e in corpus.onet_titles(data)]
    titles += [(t.title, t.soc_code) for t in snapshots.read_soc_titles(CONFIG / "embedded" / "soc")]
    return [(title, code) for title, code in titles if not corpus.is_reported_on(corpus.title_key(title))]


def coders(data: Path) -> dict[str, Coder]:
    """Ours in its two states, never abstaining and abstaining, and the baselines."""
    soc = CONFIG / "embedded" / "soc"
    lexicon = tomllib.loads((CONFIG / "lexicon" / "titles.toml").read_text(encoding="utf-8"))
    lexicon["titles"] = {
        k: v for k, v in lexicon["titles"].items() if not corpus.is_reported_on(corpus.title_key(k))
    }
    known = [
        t for t in snapshots.read_soc_titles(soc) if not corpus.is_reported_on(corpus.title_key(t.title))
    ]
    model = OccupationModel.load(CONFIG / "embedded" / "coder")
    whole = TitleIndex.build(snapshots.read_soc_occupations(soc), known, lexicon, model=model)
    bare = TitleIndex.build(snapshots.read_soc_occupations(soc), known, lexicon)
    titles = title_list(data)
    exact: dict[str, Counter[str]] = defaultdict(Counter)
    for title, code in titles:
        exact[corpus.title_key(title)][code] += 1
    ranked = Bm25(titles)
    asking = RequirementReader.build(
        read_catalog_files(CONFIG, soc_codes=frozenset(), today=datetime.now(UTC).date())
    )

    @lru_cache(maxsize=256)
    def spoken_for(text: str) -> frozenset[str]:
        if not text:
            return frozenset()
        found = asking.read_items((Section(text, default=None),), states=frozenset())
        return licensed_occupations(*found)

    def ours(index: TitleIndex) -> Coder:
        def code(case: Case) -> Answer:
            record = PostingRecord(source_ref="x", title=case.title[:300])
            found = index.code(record, case.text, licensed=spoken_for(case.text))
            return Answer(found.soc_code, found.confidence)

        return code

    def forced(case: Case) -> Answer:
        found = ours(whole)(case)
        if (
            found.soc_code is None
            and (ranking := whole.rank(case.title, case.text, licensed=spoken_for(case.text))).ranked
        ):
            return Answer(ranking.ranked[0].soc_code, ranking.confidence)
        return found

    def or_field(case: Case) -> Answer:
        """The code, else the major group alone: right at two digits at most."""
        record = PostingRecord(source_ref="x", title=case.title[:300])
        found = whole.code(record, case.text, licensed=spoken_for(case.text))
        if found.soc_code is None and found.soc_group is not None:
            return Answer(found.soc_group, found.group_confidence)
        return Answer(found.soc_code, found.confidence)

    def lookup(case: Case) -> Answer:
        found = exact.get(corpus.title_key(case.title))
        return Answer(min(found, key=lambda c: (-found[c], c)), 1.0) if found else Answer(None, 0.0)

    return {
        "rungs": ours(whole), "rungs, or the field alone": or_field, "rungs, never abstaining": forced,
        "rungs without the artefact": ours(bare),
        "baseline: exact lookup": lookup, "baseline: BM25": lambda case: Answer(*ranked.best(case.title)),
    }  # fmt: skip


def reader(today: datetime) -> Reader:
    """The reader of the checkout, with its whole catalog."""
    catalog: Catalog = read_catalog_files(CONFIG, soc_codes=frozenset(), today=today.date())
    return Reader.build(CONFIG, catalog)


def measure(data: Path) -> dict[str, Any]:
    """Everything, as one table."""
    result: dict[str, Any] = {"occupation": {}, "requirements": {}, "worst": []}
    known = coders(data)
    for name, cases in sets(data).items():
        result["occupation"][name] = {
            coder: {
                "any code": score_codes(cases, run, any_of=True),
                "first code": score_codes(cases, run, any_of=False),
            }
            for coder, run in known.items()
        }
    read = reader(datetime.now(UTC))
    gold = read_lines(data / "labelled/postings_gold_dev.jsonl.gz")
    own = read_lines(PRIVATE)
    asked = ("id", "title", "text", "organization", "location")
    for name, rows in {
        "gold postings, reporting half": [r for r in gold if corpus.is_reported_posting(r["id"])],
        "gold postings, learning half (not a result)": [
            r for r in gold if not corpus.is_reported_posting(r["id"])
        ],
        "own private-employer postings": own,
    }.items():
        predicted = {r["id"]: understood_line(read, {k: r[k] for k in asked if r.get(k)}) for r in rows}
        result["requirements"][name] = score_requirements(rows, predicted)
        if "learning" not in name:
            result["worst"] += worst_cases(rows, predicted)
    for name, labels in {
        "held-out postings": HELD_OUT,
        "held-out postings B": HELD_OUT_B,
        "learning postings (not a result)": LEARNING,
    }.items():
        labelled = held_out_postings(data, labels)
        predicted = {r["id"]: understood_line(read, {k: r[k] for k in asked if r.get(k)}) for r in labelled}
        score = score_requirements(labelled, predicted)
        del score["all types"]  # schooling and the like are not labelled there
        result["requirements"][name] = score
    result["places"] = score_places(read)
    result["pay"] = score_pay()
    return result


def worst_cases(
    rows: Sequence[Mapping[str, Any]], predicted: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, str]]:
    """Wrong occupations, surest first, then credentials that were wrongly found or missed."""
    found = []
    for row in rows:
        guess = predicted[row["id"]]
        if guess["soc_2018"] and guess["soc_2018"] not in (row["soc_2018"], *row["soc_acceptable"]):
            found.append(
                {
                    "id": row["id"], "what": "occupation", "text": row["title"], "labelled": row["soc_2018"],
                    "read": f"{guess['soc_2018']} ({guess['soc_confidence']:.2f}, {guess['soc_method']})",
                }
            )  # fmt: skip
        for what, surface, kind in differences(row, guess):
            found.append({"id": row["id"], "what": what, "text": surface, "labelled": kind, "read": ""})
    return found


def main(argv: Sequence[str]) -> int:
    """Print the tables; `--json FILE` writes everything, `--publish` the figures that the site shows."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--set", default="")
    parser.add_argument(
        "--publish", action="store_true", help="write config/quality.json, which the site shows"
    )
    options = parser.parse_args(argv)
    result = measure(SHARED)
    if options.publish:
        click.echo(f"written: {publish(result, measured_on=datetime.now(UTC).date()).name}", err=True)
    if options.json:
        options.json.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, by_coder in result["occupation"].items():
        click.echo(f"\n{name}")
        for coder, both in by_coder.items():
            one = both["any code"]
            cells = "  ".join(f"{d}: {one[f'{d} digits of answered'][0]:.1%}" for d in LEVELS)
            low, high = one["6 digits of answered"][1:]
            click.echo(
                f"  {coder:<28} n {one['n']} cov {one['coverage']:.1%} {cells} [{low:.1%}-{high:.1%}] "
                f"of all {one['6 digits of all'][0]:.1%} first code "
                f"{both['first code']['6 digits of answered'][0]:.1%}/"
                f"{both['first code']['2 digits of answered'][0]:.1%} ece {one['calibration error']:.3f}"
            )
    for name, scores in result["requirements"].items():
        click.echo(f"\nrequirements, {name}")
        for key, value in scores.items():
            click.echo(f"  {key}: {value}")
    click.echo("\nplaces")
    for key, value in result["places"].items():
        click.echo(f"  {key}: {value}")
    click.echo("\npay")
    for key, value in result["pay"].items():
        click.echo(f"  {key}: {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
