"""Reads the publishers' code tables into pairs and titles."""

import csv
import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ingest.kit.sheet import read_sheet
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

SOC_2000_CHANGES: Mapping[str, str] = {
    "11-3041": "11-3111", "11-3042": "11-3131", "11-3049": "11-3121", "11-9011": "11-9013", "11-9012": "11-9013",
    "11-9061": "11-9061 39-4031", "13-1041": "13-1041 33-9093", "13-1061": "11-9161", "13-1071": "13-1071",
    "13-1072": "13-1141", "13-1073": "13-1151", "13-1079": "13-1071 13-1075", "13-1121": "13-1121",
    "13-1199": "13-1121 13-1161 13-1199", "15-1011": "15-1111", "15-1021": "15-1131", "15-1031": "15-1132",
    "15-1032": "15-1133", "15-1041": "15-1151", "15-1051": "15-1121 15-1143", "15-1061": "15-1141",
    "15-1071": "15-1142", "15-1081": "15-1122 15-1134 15-1142 15-1143 15-1152", "15-1099": "15-1199",
    "19-3021": "13-1161", "21-1091": "21-1091 21-1094", "21-1099": "21-1094 21-1099", "23-2011": "23-2011",
    "23-2092": "23-1012 23-2011", "25-2041": "25-2051 25-2052", "25-2042": "25-2053", "25-2043": "25-2054",
    "25-3099": "25-2059 25-3099", "27-3031": "13-1121 13-1161 27-3031", "29-1111": "29-1141 29-1151 29-1161 29-1171",
    "29-1121": "29-1181", "29-1129": "29-1128 29-1129", "29-2034": "29-2034 29-2035",
    "29-2099": "29-2057 29-2092 29-2099", "29-9099": "29-9092 29-9099", "31-1012": "31-1014 31-1015",
    "31-9099": "31-9097 31-9099", "33-9032": "33-9032 33-9093", "33-9099": "33-9093 33-9099", "39-6021": "39-7011",
    "39-6022": "39-7012", "39-6031": "53-2031", "39-6032": "53-6061", "41-9099": "13-1131 41-9099",
    "43-9199": "43-3099 43-9199", "45-1012": "13-1074", "47-2111": "47-2111 47-2231", "47-2181": "47-2181 47-2231",
    "47-4099": "47-2231 47-4099", "49-9021": "47-2231 49-9021", "49-9042": "49-9071",
    "49-9099": "47-2231 49-9081 49-9099", "51-5011": "51-5113", "51-5012": "51-5113", "51-5021": "51-5112 51-5113",
    "51-5022": "51-5111", "51-5023": "51-5112", "51-9131": "51-9151", "51-9132": "51-9151",
    "51-9199": "51-3099 51-9199",
}  # fmt: skip
"""SOC 2000 codes that became something else in SOC 2010, or gave work to another code; every other code stayed.

Source: BLS, “Crosswalk, 2000 SOC to 2010 SOC” (soc_2000_to_2010_crosswalk.xls), read in a public copy.
"""

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

    Source: BLS SOC 2010–2018, O*NET-SOC 2010–2019 and 2019–SOC 2018, OEWS hybrid structure.
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


def soc_2000_pairs(soc_2010_codes: Iterable[str]) -> Iterator[CodePair]:
    """SOC 2000 – SOC 2010: the changes, and every other SOC 2010 code as itself."""
    changed = {code for targets in SOC_2000_CHANGES.values() for code in targets.split()}
    same = {code: code for code in soc_2010_codes if code not in changed}
    for code, targets in sorted({**same, **SOC_2000_CHANGES}.items()):
        for target in targets.split():
            yield CodePair(Taxonomy.SOC_2000, code, Taxonomy.SOC_2010, target)
