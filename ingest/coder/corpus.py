"""What the coder learns from and is measured on: titles with SOC 2018 codes, split by fixed hashes.

Sources: O*NET 30.1 (Alternate Titles, Sample of Reported Titles, Occupation Data, Task Statements), SOC 2018 direct
match titles and definitions (BLS), labor-certification filings (DOL), the SOC 2010 to 2018 crosswalk (BLS), and our own
lexicon. How rare words are in postings: those of New York City and USAJOBS, without their labels.
"""

import csv
import gzip
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.enrich.title_words import singular, split_words

ONET, LABELLED, CROSSWALK = (
    "onet/db_30_1_text",
    "labelled/oflc_job_title_soc.csv.gz",
    "crosswalks/soc2010_to_2018_crosswalk.csv",
)
NYC, USAJOBS = (
    "jobs/nyc/nyc_open_data_kpav-sd4t_2026-06.json.gz",
    "jobs/usajobs/search_api_2016-05_page1.json.gz",
)
INPUTS = (
    f"{ONET}/Alternate Titles.txt.gz", f"{ONET}/Sample of Reported Titles.txt", f"{ONET}/Occupation Data.txt",
    f"{ONET}/Task Statements.txt.gz", LABELLED, CROSSWALK,
    NYC, USAJOBS,
)  # fmt: skip
CAP_PER_CODE = 40.0
"""Most weight that filings give to one occupation: they lean to landscaping, software and farm work."""


@dataclass(frozen=True)
class Example:
    """A title, or a text, of an occupation with its weight in learning."""

    text: str
    soc_code: str
    weight: float
    is_listed: bool = False
    """True for titles of O*NET and SOC, which also serve as words of duties."""


@dataclass(frozen=True)
class FiledTitle:
    """A title of a filing with every SOC 2018 code that its code can mean, and its employer."""

    title: str
    soc_codes: frozenset[str]
    employer: str


def title_key(title: str) -> str:
    """The normalised title by which repeats are known: words in small letters and in the singular."""
    return " ".join(singular(word) for word in split_words(title))


def hashed(text: str, parts: int) -> int:
    """A number below `parts` that hangs on the text alone."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % parts


def is_reported_on(key: str) -> bool:
    """True for the third of the reported titles, by the hash of the normalised title, that is kept for reporting."""
    return hashed(f"rungs reported title: {key}", 3) == 0


def is_reported_employer(employer: str) -> bool:
    """True for the fifth of the employers whose filings are kept for reporting."""
    return hashed(f"rungs employer: {title_key(employer)}", 5) == 0


def is_reported_posting(posting_id: str) -> bool:
    """True for the half of the gold postings that is kept for reporting."""
    return hashed(f"rungs gold posting: {posting_id}", 2) == 0


def read_rows(path: Path) -> Iterator[list[str]]:
    """Rows of a tab-separated file of O*NET below its header."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as lines
    ):
        next(lines)
        for line in lines:
            yield line.rstrip("\n").split("\t")


def reported_titles(data: Path) -> dict[str, tuple[str, frozenset[str]]]:
    """O*NET's reported titles that are kept for reporting: key → (title, every code under which it stands)."""
    codes: dict[str, set[str]] = defaultdict(set)
    titles: dict[str, str] = {}
    for onet_code, title, _shown in read_rows(data / ONET / "Sample of Reported Titles.txt"):
        key = title_key(title)
        if is_reported_on(key):
            codes[key].add(onet_code[:7])
            titles.setdefault(key, title)
    return {key: (titles[key], frozenset(found)) for key, found in sorted(codes.items())}


def onet_titles(data: Path) -> Iterator[Example]:
    """Every title of O*NET; a title that stands under several codes counts for each in part."""
    found: dict[str, tuple[str, set[str]]] = {}
    for onet_code, title, short, *_ in read_rows(data / ONET / "Alternate Titles.txt.gz"):
        for name in (title, short):  # in this order, or learning would hang on the order of a set
            if name in ("n/a", ""):
                continue
            found.setdefault(title_key(name), (name, set()))[1].add(onet_code[:7])
    for title, codes in found.values():
        for code in sorted(codes):
            yield Example(title, code, 1 / len(codes), is_listed=True)
    for onet_code, title, _text in read_rows(data / ONET / "Occupation Data.txt"):
        yield Example(title, onet_code[:7], 1.0, is_listed=True)


def duties(data: Path) -> Iterator[Example]:
    """Descriptions and task statements of O*NET's occupations."""
    for onet_code, title, text in read_rows(data / ONET / "Occupation Data.txt"):
        yield Example(f"{title}. {text}", onet_code[:7], 2.0)
    for onet_code, _id, text, *_ in read_rows(data / ONET / "Task Statements.txt.gz"):
        yield Example(text, onet_code[:7], 1.0)


def unlabelled_postings(data: Path) -> Iterator[tuple[str, str]]:
    """Id and text of real postings, for how rare words are in such texts; those kept for reporting are left out.

    Source: New York City (June 2026) and USAJOBS (May 2016).
    """
    with gzip.open(data / NYC, "rt", encoding="utf-8") as lines:
        for row in json.load(lines):
            parts = (
                "job_description",
                "minimum_qual_requirements",
                "preferred_skills",
                "additional_information",
            )
            yield f"nyc-{row['job_id']}", "\n\n".join(row[part] for part in parts if row.get(part))
    with gzip.open(data / USAJOBS, "rt", encoding="utf-8") as lines:
        found = json.load(lines)["SearchResult"]["SearchResultItems"]
    for item in found:
        about = item["MatchedObjectDescriptor"]
        summary = about.get("UserArea", {}).get("Details", {}).get("JobSummary") or ""
        yield f"usajobs-{item['MatchedObjectId']}", f"{about.get('QualificationSummary', '')}\n{summary}"


def filed_titles(data: Path, known: frozenset[str]) -> Iterator[FiledTitle]:
    """Titles of filings, their SOC 2000 and 2010 codes mapped to 2018; those with no known code are left out."""
    newer: dict[str, set[str]] = defaultdict(set)
    with (data / CROSSWALK).open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            newer[row["SOCCode2010"]].add(row["SOCCode2018"])
    with gzip.open(data / LABELLED, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            code = row["soc_code"][:7]
            codes = ({code} if row["soc_taxonomy"] == "2018" else newer.get(code, set())) & known
            if codes and row["job_title"].strip():
                yield FiledTitle(row["job_title"], frozenset(codes), row["employer_name"])


def balanced(filed: Iterator[FiledTitle]) -> list[Example]:
    """Filings to learn from: one a title and code, weighted by their share, at most `CAP_PER_CODE` an occupation."""
    counts: Counter[tuple[str, frozenset[str]]] = Counter()
    names: dict[str, str] = {}
    for one in filed:
        key = title_key(one.title)
        names.setdefault(key, one.title)
        counts[key, one.soc_codes] += 1
    totals: Counter[str] = Counter()
    for (key, _), count in counts.items():
        totals[key] += count
    examples = [
        Example(names[key], code, count / totals[key] / len(codes))
        for (key, codes), count in sorted(counts.items(), key=lambda item: (item[0][0], sorted(item[0][1])))
        for code in sorted(codes)
    ]
    heavy: dict[str, float] = defaultdict(float)
    for example in examples:
        heavy[example.soc_code] += example.weight
    scaled = (
        Example(e.text, e.soc_code, e.weight * min(1.0, CAP_PER_CODE / heavy[e.soc_code])) for e in examples
    )
    return [e for e in scaled if e.weight > 0.02]
