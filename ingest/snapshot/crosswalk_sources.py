"""Reads the publishers' code tables into pairs and titles."""

import csv
import gzip
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ingest.snapshot.workbook import read_sheet
from portal.labor.crosswalk import CodePair, Taxonomy

SOC = r"\d{2}-\d{4}"
ONET = r"\d{2}-\d{4}\.\d{2}"
NO_MATCH = ("99-9999", "99.9999")
Titles = dict[tuple[Taxonomy, str], str]

CLUSTERS_2024: Mapping[str, tuple[str, ...]] = {
    "agriculture-food-natural-resources": ("agriculture", "energy-natural-resources"),
    "architecture-construction": ("construction",),
    "arts-av-communications": ("arts-entertainment-design",),
    "business-management": ("management-entrepreneurship",),
    "education-training": ("education",),
    "finance": ("financial-services",),
    "government-public-administration": ("public-service-safety",),
    "health-science": ("healthcare-human-services",),
    "hospitality-tourism": ("hospitality-events-tourism",),
    "human-services": ("healthcare-human-services", "education"),
    "information-technology": ("digital-technology",),
    "law-public-safety": ("public-service-safety",),
    "manufacturing": ("advanced-manufacturing",),
    "marketing": ("marketing-sales",),
    "stem": (
        "advanced-manufacturing", "construction", "digital-technology", "energy-natural-resources",
        "healthcare-human-services",
    ),
    "transportation-distribution-logistics": ("supply-chain-transportation",),
}  # fmt: skip
"""2002 framework → 2024 framework. General knowledge, not yet checked: the official table was not to be had."""

CLUSTER_TITLES_2024 = {
    "advanced-manufacturing": "Advanced Manufacturing",
    "agriculture": "Agriculture",
    "arts-entertainment-design": "Arts, Entertainment, & Design",
    "construction": "Construction",
    "digital-technology": "Digital Technology",
    "education": "Education",
    "energy-natural-resources": "Energy & Natural Resources",
    "financial-services": "Financial Services",
    "healthcare-human-services": "Healthcare & Human Services",
    "hospitality-events-tourism": "Hospitality, Events, & Tourism",
    "management-entrepreneurship": "Management & Entrepreneurship",
    "marketing-sales": "Marketing & Sales",
    "public-service-safety": "Public Service & Safety",
    "supply-chain-transportation": "Supply Chain & Transportation",
}
COLORADO_CLUSTERS = {
    "Agriculture, Food & Natural Resources": "agriculture-food-natural-resources",
    "Architecture & Construction": "architecture-construction",
    "Arts, A/V Technology & Communication": "arts-av-communications",
    "Education & Training": "education-training",
    "Energy": "",  # not of the 2002 framework
    "Finance": "finance",
    "Government & Public Administration": "government-public-administration",
    "Health Science": "health-science",
    "Hospitality & Tourism": "hospitality-tourism",
    "Human Services": "human-services",
    "Information Technology": "information-technology",
    "Law, Public Safety, Corrections & Security": "law-public-safety",
    "Management & Administration": "business-management",
    "Manufacturing": "manufacturing",
    "Marketing": "marketing",
    "Math, Engineering, Science, Technology (STEM)": "stem",
    "Postsecondary & Workforce Readiness": "",  # not of the 2002 framework
    "Transportation, Distribution & Logistics": "transportation-distribution-logistics",
}


def read_code_table(
    path: Path, columns: tuple[str, str, str, str], *, source: Taxonomy, target: Taxonomy, titles: Titles
) -> Iterator[CodePair]:
    """Pairs of a CSV table with the columns source code, source title, target code, target title.

    Source: BLS SOC 2000–2010 and 2010–2018, O*NET-SOC 2010–2019 and 2019–SOC 2018, OEWS hybrid structure.
    Raises: ValueError naming the line whose code has another form; KeyError never: missing columns are named too.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = [name for name in columns if name not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"{path.name}: lacks the columns {', '.join(missing)}.")
        for number, row in enumerate(reader, start=2):
            first, second = row[columns[0]].strip(), row[columns[2]].strip()
            for code, title, taxonomy in (
                (first, row[columns[1]], source),
                (second, row[columns[3]], target),
            ):
                form = ONET if taxonomy.value.startswith("onet") else SOC
                if not re.fullmatch(form, code):
                    raise ValueError(f"{path.name}, line {number}: “{code}” is no code of {taxonomy.value}.")
                titles.setdefault((taxonomy, code), _title(title))
            yield CodePair(source, first, target, second)


def read_cip_pairs(path: Path, *, titles: Titles) -> Iterator[CodePair]:
    """CIP 2020 – SOC 2018. A "no match" row names a code that meets nothing: it gives a title and no pair."""
    header = ("CIP2020Code", "CIP2020Title", "SOC2018Code", "SOC2018Title")
    for cip, cip_title, soc, soc_title in read_sheet(path, header, sheet="CIP-SOC"):
        if not re.fullmatch(r"\d{2}\.\d{4}", cip) or not re.fullmatch(SOC, soc):
            raise ValueError(f"{path.name}: “{cip}” and “{soc}” are no codes of CIP 2020 and SOC 2018.")
        if cip not in NO_MATCH:
            titles.setdefault((Taxonomy.CIP_2020, cip), _title(cip_title))
        if soc not in NO_MATCH:
            titles.setdefault((Taxonomy.SOC_2018, soc), _title(soc_title))
        if cip not in NO_MATCH and soc not in NO_MATCH:
            yield CodePair(Taxonomy.CIP_2020, cip, Taxonomy.SOC_2018, soc)


def read_cip_titles(path: Path, *, titles: Titles) -> None:
    """The 6-digit codes of CIP 2020; NCES wraps the codes as `="01.0000"`."""
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            code = row["CIPCode"].strip('="')
            if re.fullmatch(r"\d{2}\.\d{4}", code) and not re.match(r"Deleted|Moved from", row["Action"]):
                titles.setdefault((Taxonomy.CIP_2020, code), _title(row["CIPTitle"]))


def read_cluster_pairs(path: Path) -> Iterator[CodePair]:
    """Cluster of 2002 – O*NET-SOC 2010, from the tree of one state; nine of ten occupations are not in it.

    Raises: ValueError for a cluster that we do not know.
    """
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        tree = json.load(stream)
    for cluster in tree:
        if cluster["name"] not in COLORADO_CLUSTERS:
            raise ValueError(f"{path.name}: “{cluster['name']}” is no cluster that we know.")
        slug = COLORADO_CLUSTERS[cluster["name"]]
        for pathway in cluster["careerPathways"] if slug else ():
            for occupation in pathway["occupations"]:
                yield CodePair(
                    Taxonomy.CLUSTER_2002, slug, Taxonomy.ONET_SOC_2010, occupation["socCode"].strip()
                )


def _title(text: str) -> str:
    return " ".join(text.replace("*", " ").split()).removesuffix(".")
