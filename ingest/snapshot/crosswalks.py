"""Builds the crosswalk snapshot: pairs of codes between the lists of occupations, programs and clusters, and titles."""

from pathlib import Path

from ingest.snapshot import crosswalk_sources as tables
from ingest.snapshot.artefact import (
    Manifest,
    Progress,
    SourceFile,
    no_progress,
    sha256_of,
    write_manifest,
    write_table,
)
from portal.domain.errors import StoreUnavailable
from portal.labor.crosswalk import CodePair, Crosswalk, Taxonomy
from portal.labor.oews_occupation import find_oews_occupation
from portal.store.snapshots import read_oews_occupations, read_soc_occupations

PUBLIC = "United States government work, public domain"
ONET = "CC BY 4.0; O*NET is a trademark of USDOL/ETA"
SOC_2010 = "soc2010_to_2018_crosswalk.csv"
ONET_2010 = "2010_to_2019_Crosswalk.csv"
ONET_2019 = "2019_to_SOC_Crosswalk.csv"
HYBRID = "oes_hybrid_crosswalk.csv"
CIP = "CIP2020_SOC2018_Crosswalk.xlsx"
CIP_TITLES = "CIPCode2020.csv.gz"
CLUSTERS = "colorado_career_clusters_pathways_soc_cip.json.gz"
_BLS, _CENTER = "U.S. Bureau of Labor Statistics", "National Center for O*NET Development for USDOL/ETA"
_SOURCES = {
    SOC_2010: (_BLS, "https://www.bls.gov/soc/2018/crosswalks.htm", PUBLIC, "SOC 2010 to SOC 2018"),
    ONET_2010: (_CENTER, "https://www.onetcenter.org/taxonomy/2019/walk.html", ONET, "O*NET-SOC 2010 to 2019"),
    ONET_2019: (_CENTER, "https://www.onetcenter.org/taxonomy/2019/soc.html", ONET, "O*NET-SOC 2019 to SOC 2018"),
    HYBRID: (_BLS, "https://www.bls.gov/oes/soc_2018.htm", PUBLIC, "OEWS hybrid structure of May 2019"),
    CIP: ("NCES and BLS", "https://nces.ed.gov/ipeds/cipcode/post3.aspx?y=56", PUBLIC, "CIP 2020 to SOC 2018"),
    CIP_TITLES: ("NCES", "https://nces.ed.gov/ipeds/cipcode/resources.aspx?y=56", PUBLIC, "CIP 2020"),
    CLUSTERS: (
        "State of Colorado", "https://connectingcolorado.gov", "public data of the state",
        "career clusters to O*NET-SOC 2010, about 2018",
    ),
}  # fmt: skip


def build_crosswalk_snapshot(
    source: Path, out: Path, *, soc: Path, oews: Path, progress: Progress = no_progress
) -> Manifest:
    """Write pairs and titles with their manifest into `out`; `soc` and `oews` are those snapshots.

    Raises: FileNotFoundError when a table is missing; ValueError when a code fits no list or the lists do not meet.
    """
    missing = [name for name in _SOURCES if not (source / name).exists()]
    if missing:
        raise FileNotFoundError(f"{', '.join(missing)}: not in {source}. {_SOURCES[missing[0]][1]} has it.")
    progress(0, 2)
    titles: tables.Titles = {}
    pairs = set(_official_pairs(source, titles))
    try:
        pairs |= _oews_pairs(soc, oews, titles)
    except StoreUnavailable as error:
        raise ValueError(str(error)) from error
    pairs |= _cluster_pairs(source, pairs, titles)
    progress(1, 2)
    out.mkdir(parents=True, exist_ok=True)
    manifest = Manifest(
        name="crosswalks",
        title="Crosswalks between code lists of occupations, programs and career clusters",
        description="Every official pair of codes, in its published direction, and the titles of all codes.",
        licence=f"{PUBLIC}, except the O*NET-SOC tables: {ONET}",
        vintage="SOC 2018, O*NET-SOC 2019, CIP 2020, clusters 2002 and 2024",
        command="ingest snapshot crosswalks --from FOLDER",
        sources=tuple(
            SourceFile(
                file_name=name,
                publisher=_SOURCES[name][0],
                url=_SOURCES[name][1],
                licence=_SOURCES[name][2],
                vintage=_SOURCES[name][3],
                sha256=sha256_of(source / name),
            )
            for name in _SOURCES
        ),
        tables=(
            write_table(
                out / "pairs.tsv.gz",
                ("source_taxonomy", "source_code", "target_taxonomy", "target_code"),
                rows=sorted(tuple(map(str, pair)) for pair in pairs),
            ),
            write_table(
                out / "titles.tsv.gz",
                ("taxonomy", "code", "title"),
                rows=sorted((taxonomy.value, code, title) for (taxonomy, code), title in titles.items()),
            ),
        ),
        notes=(
            "SOC 2000 to SOC 2010: the 65 changed codes were read in a copy of BLS's table; every other code stayed.",
            "Clusters of 2002 meet SOC 2018 through one state's tree of about 2018; most occupations are not in it.",
            "Clusters of 2002 and 2024 are joined from general knowledge, not yet checked at Advance CTE.",
            "A code with a title and without a pair is one that its official table leaves without a match.",
        ),
    )
    write_manifest(out, manifest)
    progress(2, 2)
    return manifest


def _official_pairs(source: Path, titles: tables.Titles) -> list[CodePair]:
    hybrid = ("OES2019EstimatesCode", "OES2019EstimatesTitle", "SOCCode2018", "SOCTitle2018")
    hybrid_2017 = ("OES2018EstimatesCode", "OES2018EstimatesTitle", "SOCCode2010", "SOCTitle2010")
    walks = [
        (
            SOC_2010,
            ("SOCCode2010", "SOCTitle2010", "SOCCode2018", "SOCTitle2018"),
            Taxonomy.SOC_2010,
            Taxonomy.SOC_2018,
        ),
        (
            ONET_2010,
            _columns("O*NET-SOC 2010 {}", "O*NET-SOC 2019 {}"),
            Taxonomy.ONET_SOC_2010,
            Taxonomy.ONET_SOC_2019,
        ),
        (ONET_2019, _columns("O*NET-SOC 2019 {}", "2018 SOC {}"), Taxonomy.ONET_SOC_2019, Taxonomy.SOC_2018),
        (HYBRID, hybrid, Taxonomy.OEWS_2019, Taxonomy.SOC_2018),
        (HYBRID, hybrid_2017, Taxonomy.OEWS_2017, Taxonomy.SOC_2010),
    ]
    pairs = [
        pair
        for name, columns, first, second in walks
        for pair in tables.read_code_table(source / name, columns, source=first, target=second, titles=titles)
    ]
    pairs += tables.soc_2000_pairs(code for taxonomy, code in titles if taxonomy is Taxonomy.SOC_2010)
    pairs += tables.read_cip_pairs(source / CIP, titles=titles)
    tables.read_cip_titles(source / CIP_TITLES, titles=titles)
    return pairs


def _columns(first: str, second: str) -> tuple[str, str, str, str]:
    return first.format("Code"), first.format("Title"), second.format("Code"), second.format("Title")


def _oews_pairs(soc: Path, oews: Path, titles: tables.Titles) -> set[CodePair]:
    printed = {
        one.occupation_code: one.title for one in read_oews_occupations(oews) if one.level == "detailed"
    }
    titles |= {(Taxonomy.OEWS_2021, code): title for code, title in printed.items()}
    pairs = set()
    for one in read_soc_occupations(soc):
        if one.level == "detailed":
            titles.setdefault((Taxonomy.SOC_2018, one.soc_code), one.title)
            match = find_oews_occupation(one.soc_code, printed)
            if match is not None:
                pairs.add(CodePair(Taxonomy.SOC_2018, one.soc_code, Taxonomy.OEWS_2021, match.printed_code))
    return pairs


def _cluster_pairs(source: Path, pairs: set[CodePair], titles: tables.Titles) -> set[CodePair]:
    """Clusters meet SOC 2018 directly, so that a conversion does not widen through O*NET-SOC 2010."""
    walk = Crosswalk(pairs, titles=titles)
    found = {
        CodePair(Taxonomy.CLUSTER_2002, pair.source_code, Taxonomy.SOC_2018, soc_code)
        for pair in tables.read_cluster_pairs(source / CLUSTERS)
        for soc_code in walk.convert(pair.target_code, Taxonomy.ONET_SOC_2010, Taxonomy.SOC_2018).targets
    }
    for old, new in tables.CLUSTERS_2024.items():
        titles[Taxonomy.CLUSTER_2002, old] = old
        found |= {CodePair(Taxonomy.CLUSTER_2002, old, Taxonomy.CLUSTER_2024, one) for one in new}
    titles |= {(Taxonomy.CLUSTER_2024, slug): title for slug, title in tables.CLUSTER_TITLES_2024.items()}
    return found
