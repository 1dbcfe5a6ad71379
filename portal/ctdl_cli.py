"""`portal ctdl …`: hands the catalog out in the field's own language."""

import json
import sys
from pathlib import Path

import click

from portal.ctdl.export import export_catalog
from portal.domain.catalog_overlay import lay_over
from portal.domain.errors import PortalError
from portal.settings import load_settings
from portal.store.catalog import read_catalog_files, read_clusters
from portal.store.catalog_overlay import read_overlay

EXIT_FAILED = 1


@click.group("ctdl")
def ctdl() -> None:
    """The catalog as CTDL JSON-LD."""


@ctdl.command("export")
@click.option("--base-url", default="", help="Address of your site: ids become the addresses of its pages.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; else it is printed."
)
def export(base_url: str, out: Path | None) -> None:
    """Write the whole catalog as one graph: organisations, assessments, credentials and how they lead on.

    Edges that a curator confirmed here are among them; one that fits no more is left out and named.
    """
    if base_url and not base_url.startswith(("https://", "http://")):
        raise click.BadParameter("write an address that begins with https://", param_hint="--base-url")
    try:
        settings = load_settings()
        shipped = read_catalog_files(settings.config_dir, soc_codes=frozenset(), today=None)
        catalog, left_out = lay_over(shipped, read_overlay(settings.data_dir))
        for line in left_out:
            click.echo(f"portal: left out: {line}", err=True)
        graph = export_catalog(catalog, clusters=read_clusters(settings.config_dir), base_url=base_url)
        text = json.dumps(graph, ensure_ascii=False, indent=2) + "\n"
        if out is None:
            click.echo(text, nl=False)
            return
        part = out.with_name(out.name + ".part")
        part.write_text(text, encoding="utf-8")
        part.replace(out)
    except PortalError as error:
        click.echo(f"portal: {error}", err=True)
        sys.exit(EXIT_FAILED)
    except OSError as error:
        click.echo(f"portal: {out} cannot be written: {error.strerror}. Choose another file.", err=True)
        sys.exit(EXIT_FAILED)
    click.echo(f"{len(catalog.credentials)} credentials and {len(catalog.edges)} edges: {out}", err=True)
