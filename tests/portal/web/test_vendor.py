"""Third-party front-end files: what is listed is copied whole, what is missing is named."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from portal.web.vendor import SVG_NAMESPACE, VendorError, build_sprite, copy_vendor_files

CHECK = (
    f'<!-- licence --><svg xmlns="{SVG_NAMESPACE}" class="lucide" width="24" height="24" viewBox="0 0 24 24" '
    'fill="none" stroke="currentColor">\n  <path d="M20 6 9 17l-5-5" />\n  <g><circle cx="1" cy="2" r="3"/></g>\n</svg>'
)


def _config(**sprite: Any) -> dict[str, Any]:
    return {
        "packages": [
            {
                "name": "@scope/font",
                "licence": "LICENSE",
                "files": [{"from": "files/a.woff2", "to": "fonts/a.woff2"}],
            }
        ],
        "sprite": {"package": "icons-static", "licence": "LICENSE", "folder": "icons", "to": "icons.svg"}
        | {"icons": ["check"]}
        | sprite,
    }


@pytest.fixture
def node_modules(tmp_path: Path) -> Path:
    files = {
        "@scope/font/LICENSE": "font licence",
        "@scope/font/files/a.woff2": "font",
        "icons-static/LICENSE": "icon licence",
        "icons-static/icons/check.svg": CHECK,
    }
    for name, content in files.items():
        path = tmp_path / "node_modules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path / "node_modules"


def test_a_symbol_keeps_the_shapes_and_the_stroke_of_its_icon() -> None:
    sprite = ElementTree.fromstring(build_sprite({"check": CHECK, "a-second": CHECK}))
    symbols = sprite.findall(f"{{{SVG_NAMESPACE}}}symbol")
    assert [symbol.get("id") for symbol in symbols] == ["icon-a-second", "icon-check"]
    assert symbols[0].attrib == {
        "id": "icon-a-second",
        "viewBox": "0 0 24 24",
        "fill": "none",
        "stroke": "currentColor",
    }
    path = symbols[0].find(f"{{{SVG_NAMESPACE}}}path")
    assert path is not None
    assert path.get("d") == "M20 6 9 17l-5-5"
    assert symbols[0].find(f"{{{SVG_NAMESPACE}}}g/{{{SVG_NAMESPACE}}}circle") is not None


@pytest.mark.parametrize("svg", ["<svg", "<html/>", f'<svg xmlns="{SVG_NAMESPACE}"/>'])
def test_what_is_no_icon_is_named(svg: str) -> None:
    with pytest.raises(VendorError, match="icon broken"):
        build_sprite({"broken": svg})


def test_files_are_copied_with_their_licences_and_stale_ones_go(node_modules: Path, tmp_path: Path) -> None:
    target = tmp_path / "vendor"
    (target / "old").mkdir(parents=True)
    (target / "old" / "gone.js").write_text("no longer listed")
    written = copy_vendor_files(_config(), node_modules, target=target)
    names = {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()}
    assert names == {"fonts/a.woff2", "icons.svg", "licences/scope-font.txt", "licences/icons-static.txt"}
    assert {str(path.relative_to(target)) for path in written} == names
    assert (target / "licences" / "scope-font.txt").read_text() == "font licence"


def test_a_second_copy_changes_nothing(node_modules: Path, tmp_path: Path) -> None:
    target = tmp_path / "vendor"
    copy_vendor_files(_config(), node_modules, target=target)
    before = {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}
    copy_vendor_files(_config(), node_modules, target=target)
    assert {path: path.read_bytes() for path in target.rglob("*") if path.is_file()} == before


def test_a_missing_icon_is_named_and_nothing_is_written(node_modules: Path, tmp_path: Path) -> None:
    target = tmp_path / "vendor"
    with pytest.raises(VendorError, match=r"icons-static: no-such-icon\.svg .*config/vendor\.toml"):
        copy_vendor_files(_config(icons=["no-such-icon"]), node_modules, target=target)
    assert not target.exists()
