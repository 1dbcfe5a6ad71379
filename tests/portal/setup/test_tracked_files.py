"""What must not be tracked is found, and what looks like it is left alone."""

import pytest

from portal.setup.tracked_files import find_problems


def _slash(*parts: str) -> str:
    """A path put together here, so that this file itself names none."""
    return "/" + "/".join(parts) + "/"


@pytest.mark.parametrize(
    "name",
    [
        "static/vendor/htmx.min.js",
        "node_modules/x/index.js",
        "static/fonts/a.woff2",
        "x/messages.mo",
        "a.min.js",
    ],
)
def test_third_party_and_built_files(name: str) -> None:
    assert len(list(find_problems(name, b"anything"))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://py" + "pi.org/simple",
        '"resolved": "https://registry' + '.npmjs.org/x.tgz"',
        f"cd {_slash('work', 'main')}",
        f"'{_slash('root', 'x')}'",
        f"see {_slash('tmp', 'x')}",
    ],
)
def test_hosts_and_machine_paths_are_named_with_their_line(line: str) -> None:
    problems = list(find_problems("docs/a.md", f"first\n{line}\n".encode()))
    assert len(problems) == 1
    assert problems[0].startswith("docs/a.md:2: ")


@pytest.mark.parametrize(
    "line",
    [
        "https://example.org/work/for-you",
        "about/work/here",
        "the work/life balance",
        "https://www.in.gov/dwd/work/one-stop",
        "../tmp/x",
    ],
)
def test_addresses_and_words_are_no_machine_paths(line: str) -> None:
    assert list(find_problems("docs/a.md", line.encode())) == []


def test_a_copied_source_file_is_found_by_its_copyright() -> None:
    assert list(find_problems("static/js/x.js", b"/*! @license MIT, Someone Else */"))
    assert list(find_problems("static/js/x.js", b" * Copyright (c) 2020 Someone Else"))
    assert list(find_problems("LICENSE", b"Copyright (c) 2026 Rungs contributors")) == []


def test_a_binary_file_is_not_read_as_text() -> None:
    assert list(find_problems("a.gz", b"\x00" + _slash("work", "x").encode())) == []
