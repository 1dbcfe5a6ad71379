"""`ingest snapshot sample`."""

import json
from pathlib import Path

import click

from ingest.sample.build import build_sample

CONFIG = Path(__file__).resolve().parents[2] / "config"
_OUT = click.Path(file_okay=False, path_type=Path)


@click.command("sample")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=CONFIG / "embedded" / "sample_postings"
)
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
def sample(out: Path, *, as_json: bool) -> None:
    """Sample postings: fictional, across all counties of Indiana, always the same ones."""
    try:
        manifest = build_sample(CONFIG, out)
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(manifest, ensure_ascii=False, indent=2))
    else:
        click.echo(f"{manifest['rows']} sample postings written to {out}")
