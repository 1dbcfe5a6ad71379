"""All sources: their files in `config/sources` and the adapter of each."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ingest.kit.document import Adapter, Surroundings
from ingest.kit.envelopes import EnvelopeAdapter
from ingest.kit.reference import ReferenceAdapter
from ingest.sources.adzuna import Adzuna
from ingest.sources.ats_ashby import Ashby
from ingest.sources.ats_avature import Avature
from ingest.sources.ats_greenhouse import Greenhouse
from ingest.sources.ats_icims import Icims
from ingest.sources.ats_jazzhr import Jazzhr
from ingest.sources.ats_jobvite import Jobvite
from ingest.sources.ats_lever import Lever
from ingest.sources.ats_personio import Personio
from ingest.sources.ats_recruitee import Recruitee
from ingest.sources.ats_rippling import Rippling
from ingest.sources.ats_smartrecruiters import SmartRecruiters
from ingest.sources.ats_teamtailor import Teamtailor
from ingest.sources.ats_workable import Workable
from ingest.sources.ats_workday import Workday
from ingest.sources.bls_ep import BlsEp
from ingest.sources.careeronestop import CareerOneStop
from ingest.sources.credential_registry import CredentialRegistry
from ingest.sources.feed import Feed
from ingest.sources.geography import GeographyFiles
from ingest.sources.indeed_xml import IndeedXml
from ingest.sources.jobposting_csv import JobPostingCsv
from ingest.sources.jobposting_xlsx import JobPostingXlsx
from ingest.sources.neogov_rss import NeogovRss
from ingest.sources.oews_yearly import OewsYearly
from ingest.sources.onet import Onet
from ingest.sources.onet_interest_profiler import OnetInterestProfiler
from ingest.sources.projections_central import ProjectionsCentral
from ingest.sources.schema_org_pages import SchemaOrgPages
from ingest.sources.socrata_jobs import SocrataJobs
from ingest.sources.themuse import TheMuse
from ingest.sources.usajobs import Usajobs
from ingest.sources.usajobs_bulk import UsajobsBulk
from portal.domain.errors import InvalidSettings, NotFound
from portal.domain.source import SourceConfig, parse_sources
from portal.settings import read_config_text

AnyAdapter = Adapter | ReferenceAdapter | EnvelopeAdapter
ADAPTERS: Mapping[str, Callable[[Mapping[str, Any], Surroundings], AnyAdapter]] = {
    "adzuna": Adzuna,
    "ats_ashby": Ashby,
    "ats_avature": Avature,
    "ats_greenhouse": Greenhouse,
    "ats_icims": Icims,
    "ats_jazzhr": Jazzhr,
    "ats_jobvite": Jobvite,
    "ats_lever": Lever,
    "ats_personio": Personio,
    "ats_recruitee": Recruitee,
    "ats_rippling": Rippling,
    "ats_smartrecruiters": SmartRecruiters,
    "ats_teamtailor": Teamtailor,
    "ats_workable": Workable,
    "ats_workday": Workday,
    "bls_ep": BlsEp,
    "geography": GeographyFiles,
    "careeronestop": CareerOneStop,
    "credential_registry": CredentialRegistry,
    "feed": Feed,
    "indeed_xml": IndeedXml,
    "jobposting_csv": JobPostingCsv,
    "jobposting_xlsx": JobPostingXlsx,
    "neogov_rss": NeogovRss,
    "oews_yearly": OewsYearly,
    "onet": Onet,
    "onet_interest_profiler": OnetInterestProfiler,
    "projections_central": ProjectionsCentral,
    "schema_org_pages": SchemaOrgPages,
    "socrata_jobs": SocrataJobs,
    "themuse": TheMuse,
    "usajobs": Usajobs,
    "usajobs_bulk": UsajobsBulk,
}


def read_sources(config_dir: Path) -> tuple[SourceConfig, ...]:
    """Every source of `config/sources`, by key.

    Raises: InvalidSettings naming file, key and fix.
    """
    folder = config_dir / "sources"
    sources = parse_sources({path.name: read_config_text(path) for path in sorted(folder.glob("*.toml"))})
    for source in sources:
        if source.adapter not in ADAPTERS:
            raise InvalidSettings(
                f"config/sources/{source.key}.toml: no adapter “{source.adapter}”. There are: {', '.join(ADAPTERS)}."
            )
    return sources


def get_source(config_dir: Path, key: str) -> SourceConfig:
    """One source by its key.

    Raises: NotFound with the keys that there are.
    """
    sources = {source.key: source for source in read_sources(config_dir)}
    if key not in sources:
        raise NotFound(f"There is no source “{key}”. There are: {', '.join(sources)}.")
    return sources[key]


def build_adapter(source: SourceConfig, surroundings: Surroundings) -> AnyAdapter:
    """The adapter of a source, with its options checked.

    Raises: InvalidSettings naming the option and what is wrong.
    """
    try:
        return ADAPTERS[source.adapter](source.options, surroundings)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InvalidSettings(f"config/sources/{source.key}.toml: options.{place}: {first['msg']}") from error
    except ValueError as error:
        raise InvalidSettings(f"config/sources/{source.key}.toml: {error}") from error
