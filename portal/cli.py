"""`portal …`: serve, migrate, reindex, doctor, search, unlock, plan."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console

from portal.domain.errors import PortalError
from portal.settings import Settings, load_settings

EXIT_FAILED = 1
EXIT_NOT_FOUND = 4


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what the portal can explain into one sentence and an exit code."""
    try:
        yield
    except PortalError as error:
        click.echo(f"portal: {error}", err=True)
        sys.exit(EXIT_FAILED)


def _console() -> Console:
    return Console(stderr=True, highlight=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="portal")
def main() -> None:
    """Career pathways: which credentials stack toward which jobs that are open near you."""


@main.command()
def serve() -> None:
    """Start the site and its scheduler; sets up the database, embedded data and search index first."""
    from portal.prepare import prepare
    from portal.serve import serve as run
    from portal.setup_check import check_disk, check_python, find_port_conflict

    console = _console()
    with _explained():
        settings = load_settings()
        for message in (
            check_python(),
            find_port_conflict(settings.host, settings.port),
            check_disk(settings.data_dir, needed_mb=500),
        ):
            if message is not None:
                raise PortalError(message)
        prepare(settings, console).dispose()
        run(settings, console)


if __name__ == "__main__":
    main()
