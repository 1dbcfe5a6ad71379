"""All sources: their files in `config/sources` and the adapter of each."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ingest.kit.document import Adapter, Surroundings
from ingest.kit.reference import ReferenceAdapter
from ingest.sources.bls_ep import BlsEp
from ingest.sources.jobposting_csv import JobPostingCsv
from ingest.sources.oews_yearly import OewsYearly
from ingest.sources.onet import Onet
from ingest.sources.projections_central import ProjectionsCentral
from ingest.sources.socrata_jobs import SocrataJobs
from ingest.sources.usajobs import Usajobs
from portal.domain.errors import InvalidSettings, NotFound
from portal.domain.source import SourceConfig, parse_sources

ADAPTERS: Mapping[str, Callable[[Mapping[str, Any], Surroundings], Adapter | ReferenceAdapter]] = {
    "bls_ep": BlsEp,
    "jobposting_csv": JobPostingCsv,
    "oews_yearly": OewsYearly,
    "onet": Onet,
    "projections_central": ProjectionsCentral,
    "socrata_jobs": SocrataJobs,
    "usajobs": Usajobs,
}


def read_sources(config_dir: Path) -> tuple[SourceConfig, ...]:
    """Every source of `config/sources`, by key.

    Raises: InvalidSettings naming file, key and fix.
    """
    folder = config_dir / "sources"
    sources = parse_sources(
        {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml"))}
    )
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


def build_adapter(source: SourceConfig, surroundings: Surroundings) -> Adapter | ReferenceAdapter:
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
