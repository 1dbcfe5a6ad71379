"""`ingest coder …`: builds the learned occupation coder."""

import json
from pathlib import Path

import click

from ingest.coder.build import build_coder

CONFIG = Path(__file__).resolve().parents[2] / "config"
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group("coder")
def coder() -> None:
    """Build the learned part of reading postings."""


@coder.command("build")
@click.option(
    "--from", "source", type=_FOLDER, required=True, help="Folder with onet/, crosswalks/, labelled/."
)
@click.option(
    "--config", "config_dir", type=_FOLDER, default=CONFIG, help="Folder with lexicon/ and embedded/soc/."
)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=CONFIG / "embedded" / "coder",
    help="Folder to write.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
def build_command(source: Path, config_dir: Path, out: Path, *, as_json: bool) -> None:
    """Learn the occupation coder from public inputs; twice from the same files gives the same bytes."""
    try:
        manifest = build_coder(source, config_dir, out, say=lambda text: click.echo(text, err=True))
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=2))
        return
    click.echo(f"{manifest.title}: {manifest.tables[0].size_bytes:,} bytes written to {out}")
