"""What a person reads when set-up cannot go on, and what makes a step run again."""

import re
import subprocess
from pathlib import Path

import pytest

from portal.setup import setup_step

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "disk is full",
        ),
        ("npm ERR! code ENOSPC", "disk is full"),
        (
            "WARNING: Retrying (Retry(total=4)) after by 'NewConnectionError([Errno -3] Temporary "
            "failure in name resolution')': /simple/click/\nERROR: No matching distribution found for click==8.5.1",
            "no package registry answered",
        ),
        ("npm error code EAI_AGAIN\nnpm error network request failed", "no package registry answered"),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "not the one that the lock file",
        ),
        ("npm error code EINTEGRITY", "not the one that the lock file"),
        (
            "ERROR: No matching distribution found for granian==2.8.7",
            "not made for this Python and processor",
        ),
        ("OSError: [Errno 13] Permission denied: '.venv/lib'", "may not be written"),
    ],
)
def test_a_known_failure_is_one_sentence_with_the_way_out(output: str, expected: str) -> None:
    sentence = setup_step.explain_failure("Installing requirements.lock", output)
    assert sentence.startswith("Installing requirements.lock failed: ")
    assert expected in sentence
    assert "\n" not in sentence


def test_an_unknown_failure_shows_its_last_line_and_the_log() -> None:
    sentence = setup_step.explain_failure("Copying", "Traceback\n  something odd\n\n")
    assert sentence == "Copying failed: something odd (all of it is in .venv/setup.log)."


def test_a_silent_failure_says_so() -> None:
    assert "it printed nothing" in setup_step.explain_failure("Copying", "")


def test_a_missing_tool_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(setup_step, "VENV", tmp_path / "none")
    with pytest.raises(setup_step.SetupError, match="no-such-tool is not installed"):
        setup_step.run("Trying", ["no-such-tool"])


def test_the_digest_changes_with_content_name_and_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_step, "ROOT", tmp_path)
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_text("1")
    second.write_text("1")
    digests = {
        setup_step.digest([first]),
        setup_step.digest([second]),
        setup_step.digest([first], "x"),
        setup_step.digest([]),
    }
    assert len(digests) == 4
    first.write_text("2")
    assert setup_step.digest([first]) not in digests
    assert setup_step.digest([tmp_path / "missing"]) not in digests


def test_finished_steps_are_remembered_and_a_broken_record_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_step, "STAMP", tmp_path / ".setup.json")
    setup_step.Stamps().keep(npm="abc")
    assert setup_step.Stamps().holds("npm", "abc")
    assert not setup_step.Stamps().holds("npm", "other")
    setup_step.STAMP.write_text('{"npm": "ab')
    assert not setup_step.Stamps().holds("npm", "abc")


def _fake_python(folder: Path, name: str, *, version: str, has_venv: bool) -> None:
    """A stand-in that answers the two questions that portal/setup/find-python asks."""
    old = tuple(map(int, version.split("."))) < (3, 11)
    path = folder / name
    path.write_text(
        "#!/bin/sh\ncase $2 in\n"
        f"  *version_info*) echo {version}; exit {3 if old else 0} ;;\n"
        f"  *) exit {0 if has_venv else 1} ;;\nesac\n"
    )
    path.chmod(0o755)


def _find_python(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a copy of the script, so that the checkout's own .venv is not found, with only `tmp_path/bin` on the path."""
    script = tmp_path / "checkout" / "portal" / "setup" / "find-python"
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text((ROOT / "portal" / "setup" / "find-python").read_text(encoding="utf-8"))
    env = {"PATH": str(tmp_path / "bin")} | environment
    return subprocess.run(["/bin/sh", script], env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("pythons", "expected"),
    [
        ({"python3": ("3.12.1", True)}, "python3"),
        ({"python3": ("3.9.2", True), "python3.13": ("3.13.0", True)}, "python3.13"),
        ({"python3": ("3.11.2", False), "python3.12": ("3.12.1", True)}, "python3.12"),
    ],
)
def test_the_first_python_that_will_do_is_taken(
    tmp_path: Path, pythons: dict[str, tuple[str, bool]], expected: str
) -> None:
    (tmp_path / "bin").mkdir()
    for name, (version, has_venv) in pythons.items():
        _fake_python(tmp_path / "bin", name, version=version, has_venv=has_venv)
    found = _find_python(tmp_path)
    assert (found.returncode, found.stdout.strip()) == (0, str(tmp_path / "bin" / expected))


@pytest.mark.parametrize(
    ("pythons", "sentence"),
    [
        ({}, r"needs Python 3\.11 or newer and found none; install it"),
        (
            {"python3": ("3.9.2", True)},
            r"needs Python 3\.11 or newer and found only Python 3\.9\.2 \(.*python3\)",
        ),
        ({"python3": ("3.11.2", False)}, r"Python 3\.11\.2 \(.*\) has no venv module; install it"),
    ],
)
def test_without_a_fit_python_one_sentence_says_what_to_install(
    tmp_path: Path, pythons: dict[str, tuple[str, bool]], sentence: str
) -> None:
    (tmp_path / "bin").mkdir()
    for name, (version, has_venv) in pythons.items():
        _fake_python(tmp_path / "bin", name, version=version, has_venv=has_venv)
    found = _find_python(tmp_path)
    assert found.returncode == 1
    assert found.stdout == ""
    assert re.search(sentence, found.stderr), found.stderr
    assert len(found.stderr.strip().splitlines()) == 1


def test_a_named_python_is_taken_first(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    _fake_python(tmp_path / "bin", "python3", version="3.12.1", has_venv=True)
    _fake_python(tmp_path, "mine", version="3.13.0", has_venv=True)
    assert _find_python(tmp_path, PYTHON=str(tmp_path / "mine")).stdout.strip() == str(tmp_path / "mine")
