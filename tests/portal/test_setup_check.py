"""Each sentence that a person gets when the machine is not ready."""

import socket
from pathlib import Path

import pytest

from portal.setup_check import check_disk, check_python, find_port_conflict


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_free_port_is_no_conflict() -> None:
    assert find_port_conflict("127.0.0.1", _free_port()) is None


@pytest.mark.parametrize("asked_host", ["127.0.0.1", "0.0.0.0"])
def test_a_taken_port_is_named_with_the_way_out(asked_host: str) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        message = find_port_conflict(asked_host, port)
    assert message is not None
    assert f"Port {port} on {asked_host} is already in use" in message
    assert "PORT=" in message


def test_a_port_is_free_again_right_after_its_server_closed_a_connection() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        address = server.getsockname()
        with socket.create_connection(address):
            connection, _ = server.accept()
            connection.close()  # the server's side closes first and goes to TIME_WAIT
    assert find_port_conflict("127.0.0.1", address[1]) is None


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_number_that_is_no_port(port: int) -> None:
    message = find_port_conflict("127.0.0.1", port)
    assert message is not None
    assert "not a port number" in message


def test_an_address_of_another_machine() -> None:
    message = find_port_conflict("192.0.2.1", _free_port())  # TEST-NET-1, never an address of ours
    assert message is not None
    assert "not an address of this machine" in message


def test_an_unknown_host_name() -> None:
    message = find_port_conflict("no such host", 8000)
    assert message is not None
    assert "unknown on this machine" in message


def test_too_little_disk_names_the_folder_that_exists(tmp_path: Path) -> None:
    message = check_disk(tmp_path / "not" / "yet", needed_mb=10**12)
    assert message is not None
    assert str(tmp_path) in message
    assert "not/yet" not in message
    assert "1,000,000,000,000 MB are needed" in message


def test_enough_disk(tmp_path: Path) -> None:
    assert check_disk(tmp_path, needed_mb=0) is None


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 1), (4, 0, 0)])
def test_a_python_that_will_do(version: tuple[int, ...]) -> None:
    assert check_python(version) is None


@pytest.mark.parametrize("version", [(3, 10, 14), (3, 9, 2), (2, 7, 18)])
def test_an_old_python_is_named(version: tuple[int, ...]) -> None:
    message = check_python(version)
    assert message is not None
    assert "needs Python 3.11 or newer" in message
    assert ".".join(map(str, version)) in message


def test_this_python_will_do() -> None:
    assert check_python() is None
