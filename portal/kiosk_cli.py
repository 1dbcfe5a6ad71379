"""`portal kiosk …` and `portal kiosk-serve`: codes of an event, its bundle, and a hall without internet."""

import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from portal.cli_options import EXIT_FAILED, explained, open_console
from portal.domain.errors import PortalError
from portal.kiosk.certificate import (
    Issued,
    fingerprint,
    is_current,
    is_local_address,
    make_authority,
    make_leaf,
)
from portal.settings import Settings

FOLDER = "kiosk"
PORT = 8443


@click.group()
def kiosk() -> None:
    """Career-day kiosks. docs/kiosk.md says how to set them up."""


@kiosk.command()
@click.argument("name", required=False)
def check(name: str | None) -> None:
    """Read the file of the event NAME, or of every event, and say what is wrong with it."""
    from portal.web.kiosk.events import get_event, list_event_names

    with explained() as settings:
        names = (name,) if name else list_event_names(settings)
        broken = False
        for each in names:
            try:
                event = get_event(settings, each)
            except PortalError as error:
                broken = True
                click.echo(f"portal: {error}", err=True)
                continue
            booths = len(event.booths)
            click.echo(
                f"{each}: {event.title.en}, {event.place}, {event.starts_on} to {event.ends_on}, {booths} booths"
            )
    if broken:
        sys.exit(EXIT_FAILED)


@kiosk.command()
@click.argument("name")
def codes(name: str) -> None:
    """Print the operator code and the start code of the event NAME."""
    from portal.kiosk.codes import operator_code, show_code, start_code
    from portal.store.engine import open_engine, open_session
    from portal.store.kiosk import get_event_row
    from portal.web.kiosk.events import get_event

    with explained() as settings:
        get_event(settings, name)
        engine = open_engine(settings.store_url())
        with open_session(engine) as session:
            number = get_event_row(session, name).start_number
        engine.dispose()
        secret = settings.secret_key
        click.echo(
            f"Operator code  {show_code(operator_code(name, number=0, secret=secret))}   at /kiosk/{name}/operator"
        )
        click.echo(
            f"Start code     {show_code(start_code(name, number=number, secret=secret))}   at /kiosk/{name}"
        )


@kiosk.command()
@click.argument("name")
def bundle(name: str) -> None:
    """Build and sign the bundle of the event NAME now, so that the first kiosk need not wait."""
    from portal.web.app import create_app
    from portal.web.kiosk.events import get_event
    from portal.web.kiosk.keeper import BundleKeeper

    with explained() as settings:
        event = get_event(settings, name)
        keeper: BundleKeeper = create_app(settings).extensions["kiosk_bundles"]
        signed = keeper.build(event)
        book = next(iter(signed.bundle.books.values()))
        click.echo(
            f"{name}: {len(book.ladders)} ladders, {len(signed.bundle.jobs)} jobs, {len(signed.text) // 1024} KiB, "
            f"good until {signed.bundle.good_until:%Y-%m-%d %H:%M} UTC"
        )


@click.command("kiosk-serve")
@click.argument("name")
@click.option("--host", default="0.0.0.0", show_default=True, help="Address to listen at.")  # noqa: S104 - the hall's devices
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True)
@click.option(
    "--also", multiple=True, help="A further name or address of this computer in the hall's network."
)
def kiosk_serve(*, name: str, host: str, port: int, also: tuple[str, ...]) -> None:
    """Serve the event NAME over HTTPS in a hall without internet, with a certificate of this computer's own."""
    from portal.prepare import prepare
    from portal.serve import serve
    from portal.setup_check import find_port_conflict
    from portal.web.app import create_app
    from portal.web.kiosk.events import get_event
    from portal.web.kiosk.keeper import BundleKeeper

    console = open_console()
    with explained() as settings:
        event = get_event(settings, name)
        conflict = find_port_conflict(host, port)
        if conflict is not None:
            raise PortalError(conflict)
        prepare(settings, console).dispose()
        names = tuple(dict.fromkeys((*own_names(), *also)))
        folder = settings.data_dir / FOLDER
        authority = write_certificates(folder, names)
        console.print("Building the list of the event …")
        keeper: BundleKeeper = create_app(settings).extensions["kiosk_bundles"]
        keeper.build(event)
        console.print(f"Trust this file on each device: [bold]{folder / 'authority.pem'}[/bold]")
        console.print(f"Its fingerprint (SHA-256): {fingerprint(authority)}")
        for each in names:
            shown = f"[{each}]" if ":" in each else each
            console.print(f"Kiosk: https://{shown}:{port}/kiosk/{name}")
        served: Settings = settings.model_copy(update={"host": host, "port": port, "scheduler": False})
        serve(served, console, certificate=folder / "server.pem", key=folder / "server-key.pem")


def own_names() -> tuple[str, ...]:
    """Names and addresses under which devices of a local network find this computer, as far as it knows them."""
    short = socket.gethostname().partition(".")[0].lower()
    found = ["localhost", "127.0.0.1"]
    if short and short != "localhost":
        found.append(f"{short}.local")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))  # nothing is sent: it only tells which address would be used
            address = str(probe.getsockname()[0])
            if is_local_address(address):
                found.append(address)
        except OSError:
            pass  # no network at all: this computer alone
    return tuple(dict.fromkeys(found))


def write_certificates(folder: Path, names: tuple[str, ...]) -> Issued:
    """Put the authority (kept while it stands) and a new certificate of this computer into `folder`.

    Raises: PortalError when a name is none of a local network, or the folder cannot be written.
    """
    now = datetime.now(UTC)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            authority = Issued(
                certificate=(folder / "authority.pem").read_bytes(),
                key=(folder / "authority-key.pem").read_bytes(),
            )
        except FileNotFoundError:
            authority = None
        if authority is None or not is_current(authority, now=now):
            authority = make_authority(now=now)
            _write(folder / "authority.pem", authority.certificate, mode=0o644)
            _write(folder / "authority-key.pem", authority.key, mode=0o600)
        leaf = make_leaf(authority, names, now=now)
        _write(folder / "server.pem", leaf.certificate, mode=0o644)
        _write(folder / "server-key.pem", leaf.key, mode=0o600)
    except OSError as error:
        raise PortalError(f"The certificates cannot be written to {folder}: {error.strerror}.") from error
    return authority


def _write(path: Path, content: bytes, *, mode: int) -> None:
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as out:
        out.write(content)
    part.replace(path)
