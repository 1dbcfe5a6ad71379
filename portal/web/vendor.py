"""Copies the installed third-party front-end files that pages use to `static/vendor/`, each with its licence.

Run as `python -m portal.web.vendor` after `npm ci`; `make install` does both. `config/vendor.toml` lists the files.
A `.woff` that is wanted as `.ttf` is unwrapped: paper (`portal.paper`) reads no fonts for the web.
"""

import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from portal.paper.woff import NotWoff, unwrap_woff

ROOT = Path(__file__).resolve().parents[2]
SVG_NAMESPACE = "http://www.w3.org/2000/svg"
# Presentation that a symbol must carry itself: a <use> inherits from the page, not from the file the icon came from.
SYMBOL_ATTRIBUTES = ("viewBox", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin")


class VendorError(Exception):
    """A listed third-party file is not installed or not of the form that we expect."""


def build_sprite(icon_sources: Mapping[str, str]) -> str:
    """Build one SVG of `<symbol id="icon-NAME">` from icon names and the SVG text of each.

    Raises: VendorError when a text is not an SVG with a viewBox.
    """
    symbols = []
    for name, svg in sorted(icon_sources.items()):
        try:
            icon = ElementTree.fromstring(svg)
        except ElementTree.ParseError as error:
            raise VendorError(
                f"icon {name}: not well-formed SVG ({error}); reinstall with `make clean install`"
            ) from error
        if icon.tag != f"{{{SVG_NAMESPACE}}}svg" or "viewBox" not in icon.attrib:
            raise VendorError(
                f"icon {name}: no <svg viewBox>; is it an icon of the package named in config/vendor.toml?"
            )
        attributes = " ".join(
            f'{key}="{icon.attrib[key]}"' for key in SYMBOL_ATTRIBUTES if key in icon.attrib
        )
        shapes = "".join(_shape(child) for child in icon)
        symbols.append(f'<symbol id="icon-{name}" {attributes}>{shapes}</symbol>')
    return f'<svg xmlns="{SVG_NAMESPACE}">\n' + "\n".join(symbols) + "\n</svg>\n"


def _shape(element: ElementTree.Element) -> str:
    """One shape of an icon as compact SVG, its namespace left to the sprite's root."""
    element.tail = None
    text = ElementTree.tostring(element, encoding="unicode", default_namespace=None)
    return re.sub(r' xmlns(:\w+)?="[^"]*"|(?<=<)ns0:|(?<=</)ns0:', "", text).replace(" />", "/>")


def copy_vendor_files(config: Mapping[str, Any], node_modules: Path, *, target: Path) -> list[Path]:
    """Write every file that `config` lists below `target`, remove what it no longer lists; return the files written.

    Raises: VendorError naming the package, the file and what to do when one is missing.
    """
    wanted: dict[Path, bytes] = {}
    for package in config["packages"]:
        folder = node_modules / package["name"]
        for file in package["files"]:
            content = _read(folder / file["from"], package["name"])
            wanted[target / file["to"]] = _unwrapped(content, file)
        wanted[_licence_path(target, package["name"])] = _read(folder / package["licence"], package["name"])
    sprite = config["sprite"]
    icon_folder = node_modules / sprite["package"] / sprite["folder"]
    icons = {name: _read(icon_folder / f"{name}.svg", sprite["package"]).decode() for name in sprite["icons"]}
    wanted[target / sprite["to"]] = build_sprite(icons).encode()
    wanted[_licence_path(target, sprite["package"])] = _read(
        node_modules / sprite["package"] / sprite["licence"], sprite["package"]
    )
    for path, content in wanted.items():
        _write(path, content)
    for path in sorted(target.rglob("*")):
        if path.is_file() and path not in wanted:
            path.unlink()
    return sorted(wanted)


def _unwrapped(content: bytes, file: Mapping[str, str]) -> bytes:
    """A font for the web that is wanted as a font for paper is unwrapped; all else stays as it is."""
    if not (file["to"].endswith(".ttf") and file["from"].endswith(".woff")):
        return content
    try:
        return unwrap_woff(content)
    except NotWoff as error:
        raise VendorError(f"{file['from']}: {error}; reinstall with `make clean install`") from error


def _licence_path(target: Path, package: str) -> Path:
    return target / "licences" / (package.lstrip("@").replace("/", "-") + ".txt")


def _read(path: Path, package: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise VendorError(
            f"{package}: {path.name} is not in {path.parent}; run `make install`, or mend config/vendor.toml"
        ) from None


def _write(path: Path, content: bytes) -> None:
    """Write through a temporary name, so that a page served meanwhile never gets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    part.replace(path)


def main() -> int:
    """Copy the files of this checkout; return the process's exit code."""
    config = tomllib.loads((ROOT / "config" / "vendor.toml").read_text(encoding="utf-8"))
    try:
        written = copy_vendor_files(config, ROOT / "node_modules", target=ROOT / "static" / "vendor")
    except VendorError as error:
        print(f"portal.web.vendor: {error}", file=sys.stderr)
        return 1
    print(f"{len(written)} third-party front-end files in static/vendor/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
