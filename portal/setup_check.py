"""What can stop the site before it starts, each said in one sentence: the port, the disk, the Python.

Imports nothing but the standard library, since it runs before anything is installed.
"""

from __future__ import annotations  # an old Python must get as far as `check_python`

import errno
import shutil
import socket
import sys
from pathlib import Path

MINIMUM_PYTHON = (3, 11)


def find_port_conflict(host: str, port: int) -> str | None:
    """Say why a server could not listen on `host:port`, or None when it could."""
    if not 0 < port < 65536:
        return (
            f"Port {port} is not a port number; choose one from 1 to 65535, for example: PORT=8000 make serve"
        )
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror:
        return (
            f"The host name {host!r} is unknown on this machine; use 127.0.0.1, or 0.0.0.0 for every address."
        )
    with socket.socket(family, kind, protocol) as probe:
        # As servers do: without it, connections of a server that stopped a moment ago still count as "in use".
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            return _port_message(error, host, port=port)
    return None


def _port_message(error: OSError, host: str, *, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else port - 1
        return (
            f"Port {port} on {host} is already in use; stop the program that uses it, "
            f"or choose another port: PORT={other} make serve"
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} needs an administrator; choose one above 1023: PORT=8000 make serve"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine; use 127.0.0.1, or 0.0.0.0 for every address."
    return f"Cannot listen on {host}:{port}: {error.strerror or error}; choose another host or port."


def check_disk(path: Path, needed_mb: int) -> str | None:
    """Say that the disk of `path` (which need not exist yet) has too little room, or None when it has enough.

    Units: `needed_mb` in megabytes of 1,000,000 bytes.
    """
    folder = path.absolute()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    if free_mb >= needed_mb:
        return None
    return f"The disk of {folder} has {free_mb:,} MB free and {needed_mb:,} MB are needed; make room and try again."


def check_python(version: tuple[int, ...] | None = None) -> str | None:
    """Say that `version` (this Python's when left out) is too old, or None when it will do."""
    found = tuple(sys.version_info[:3]) if version is None else version
    if found >= MINIMUM_PYTHON:
        return None
    wanted = ".".join(map(str, MINIMUM_PYTHON))
    return (
        f"Rungs needs Python {wanted} or newer and this is Python {'.'.join(map(str, found))}; "
        "install a newer one and run `make serve` again."
    )
