"""Suggested edges through `portal curate`: accepted with a proof they count, undone they do not, and config stays."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import main
from portal.ctdl.document import read_document
from portal.ctdl.export_reader import read_export
from portal.domain.catalog_overlay import EdgeDecision, lay_over, parse_overlay, write_overlay
from portal.domain.credential import Catalog, EdgeKind
from portal.domain.errors import InvalidCatalog, InvalidCode
from portal.domain.review import ReviewAction
from portal.settings import ROOT, load_settings
from portal.store import curate_edges
from portal.store.catalog import load_catalog, read_catalog
from portal.store.catalog_overlay import Decisions, overlay_path, read_overlay
from portal.store.curate_edges import decide_edge
from portal.store.embedded import load_catalog_files
from portal.store.engine import open_engine, open_session
from tests.portal.ctdl.worlds import catalog as catalog_of
from tests.portal.ctdl.worlds import curated

PROOF = "Course list of the college, https://college.example.org/list, page 3"


CREDENTIAL = """
[[credential]]
id = "{id}"
name = "{id}"
name_es = "{id}"
kind = "Certificate"
issuer = "A school"
summary = {{ en = "You learn it.", es = "Lo aprende." }}
competencies = ["Weld a flat bead", "Read a drawing", "Wear safety gear"]
clusters = ["manufacturing"]
evidence = [{{ method = "general_knowledge" }}]
"""


@pytest.fixture
def pair(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The id of a suggestion: two credentials of a small catalog that assess the same."""
    config = tmp_path / "config"
    (config / "catalog").mkdir(parents=True)
    for name in ("portal.toml", "clusters.toml", "clusters-2024.toml"):
        shutil.copyfile(ROOT / "config" / name, config / name)
    text = "".join(CREDENTIAL.format(id=id_) for id_ in ("bead", "flat-weld"))
    (config / "catalog" / "small.toml").write_text(text, encoding="utf-8")
    shutil.copyfile(sqlite_template, tmp_path / "store.sqlite")
    monkeypatch.setenv("PORTAL_CONFIG_DIR", str(config))
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    settings = load_settings()
    engine = open_engine(settings.store_url())
    with open_session(engine) as session:
        load_catalog_files(session, settings.config_dir, now=settings.now(), data_dir=tmp_path)
    engine.dispose()
    [entry] = json.loads(run("list", "--kind", "edge", "--json").stdout)["entries"]
    assert entry["detail"].startswith("inferred: 100%")
    return str(entry["id"])


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["curate", *arguments])


def edges_between(pair: str) -> list[tuple[str, str, str, str]]:
    settings = load_settings()
    engine = open_engine(settings.store_url())
    with open_session(engine) as session:
        found = read_catalog(session).edges
    engine.dispose()
    ends = set(pair.split("+"))
    return [(e.kind.value, e.from_id, e.to_id, e.evidence.url) for e in found if {e.from_id, e.to_id} == ends]


def open_ids() -> set[str]:
    found = run("list", "--kind", "edge", "--json").stdout
    return {entry["id"] for entry in json.loads(found)["entries"]}


def test_an_edge_is_confirmed_with_a_proof_counts_at_once_and_can_be_undone(
    pair: str, tmp_path: Path
) -> None:
    one, other = pair.split("+")
    bare = run("accept", pair)
    assert (bare.exit_code, "needs a proof" in bare.stderr) == (2, True)
    assert edges_between(pair) == []
    shown = json.loads(run("show", pair, "--json").stdout)
    assert shown["proposals"][0]["value"] == f"prepares_for:{one}:{other}"
    assert run("accept", pair, "--note", PROOF, "--by", "ana").exit_code == 0
    assert edges_between(pair) == [("prepares_for", one, other, "https://college.example.org/list")]
    assert pair not in open_ids()
    again = run("reject", pair)
    assert (again.exit_code, "is decided" in again.stderr) == (2, True)
    assert overlay_path(tmp_path).is_file(), "in the person's own folder"
    assert run("undo", pair, "--by", "ben").exit_code == 0
    assert edges_between(pair) == []
    assert pair in open_ids()
    text = overlay_path(tmp_path).read_text(encoding="utf-8")
    assert 'undone_by = "ben"' in text
    assert 'decided_by = "ana"' in text
    assert run("undo", pair).exit_code == 4


def test_the_direction_can_be_turned_and_a_rejected_pair_waits_no_more(pair: str) -> None:
    one, other = pair.split("+")
    wrong = run("assign", pair, f"requires:{one}:{other}", "--note", PROOF)
    assert (wrong.exit_code, "none of what" in wrong.stderr) == (2, True)
    assert run("assign", pair, f"satisfies:{other}:{one}", "--note", PROOF).exit_code == 0
    assert edges_between(pair)[0][:3] == ("satisfies", other, one)
    assert run("undo", pair).exit_code == 0
    assert run("reject", pair, "--note", "rival exams").exit_code == 0
    assert edges_between(pair) == []
    assert pair not in open_ids()
    decided = json.loads(run("list", "--kind", "edge", "--all", "--limit", "10000", "--json").stdout)
    assert [e["decision"]["action"] for e in decided["entries"] if e["id"] == pair] == ["reject"]


def test_an_id_that_is_none_is_not_found(pair: str) -> None:
    assert pair
    for wrong in ("no-such+pair", "cna-in+", "+", "bead+bead"):
        assert run("accept", wrong, "--note", PROOF).exit_code == 4


def decision(kind: EdgeKind | None, from_id: str, to_id: str) -> EdgeDecision:
    return EdgeDecision(
        pair=("a", "b"), kind=kind, from_id=from_id, to_id=to_id, proof=PROOF + ' "\\ ñ\n', decided_by="ana",
        decided_on=date(2026, 11, 22),
    )  # fmt: skip


def test_the_file_says_again_what_was_decided() -> None:
    decisions = (decision(EdgeKind.SATISFIES, "a", "b"), decision(EdgeKind.PREPARES_FOR, "b", "a"))
    assert parse_overlay(write_overlay(decisions)) == decisions


@pytest.mark.parametrize(
    "text",
    ["[[decision]", "[[edge]]\n", "[[decision]]\npair = ['a']\n", "[[decision]]\npair = ['a', 'b']\nx = 1\n"],
)
def test_a_file_that_is_broken_is_named(text: str) -> None:
    with pytest.raises(InvalidCatalog, match=r"confirmed-edges\.toml"):
        parse_overlay(text)


def test_an_edge_that_fits_no_more_is_left_out_and_named() -> None:
    world = catalog_of(curated(id="a"), curated(id="b"))
    held, _ = lay_over(world, [decision(EdgeKind.PREPARES_FOR, "a", "b")])
    assert [(e.kind, e.evidence.method.value, e.evidence.is_checked) for e in held.edges] == [
        (EdgeKind.PREPARES_FOR, "curated", True)
    ]
    cases: list[tuple[Catalog, EdgeDecision, str]] = [
        (held, decision(EdgeKind.PREPARES_FOR, "a", "b"), "says so itself"),
        (held, decision(EdgeKind.PREPARES_FOR, "b", "a"), "says the opposite"),
        (world, decision(EdgeKind.SATISFIES, "a", "gone"), "no credential “gone”"),
        (world, decision(EdgeKind.REQUIRES, "a", "b"), "write it into the catalog's files"),
    ]
    for before, one, why in cases:
        after, [left] = lay_over(before, [one])
        assert after == before
        assert why in left


def test_the_store_follows_the_file_and_only_when_it_changed(pair: str, tmp_path: Path) -> None:
    settings = load_settings()
    assert run("accept", pair, "--note", PROOF).exit_code == 0
    engine = open_engine(settings.store_url())
    with open_session(engine) as session:
        assert load_catalog_files(session, settings.config_dir, now=settings.now(), data_dir=tmp_path) == 0
        overlay_path(tmp_path).unlink()
        assert load_catalog_files(session, settings.config_dir, now=settings.now(), data_dir=tmp_path) == 2
        load_catalog(session, catalog_of())
    engine.dispose()
    assert edges_between(pair) == []


def test_the_export_has_what_was_confirmed_and_names_what_fits_no_more(pair: str, tmp_path: Path) -> None:
    one, other = pair.split("+")
    assert run("accept", pair, "--note", PROOF).exit_code == 0
    path = overlay_path(tmp_path)
    gone = path.read_text(encoding="utf-8").replace(other, "gone-since").partition("[[decision]]")[2]
    with path.open("a", encoding="utf-8") as handle:
        handle.write(f"\n[[decision]]{gone}")
    result = CliRunner().invoke(main, ["ctdl", "export"])
    assert result.exit_code == 0
    assert "left out: confirmed-edges.toml" in result.stderr
    assert "gone-since" in result.stderr
    document = read_document(result.stdout.encode(), name="export")
    [edge] = read_export(document).edges
    assert (edge.kind.value, edge.from_id, edge.to_id) == ("prepares_for", one, other)
    assert (edge.evidence.method.value, edge.evidence.document) == ("curated", PROOF)


def test_of_two_who_decide_at_once_the_second_is_told(
    pair: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second has looked before the first wrote; under the lock it looks again."""
    settings = load_settings()
    engine = open_engine(settings.store_url())
    with open_session(engine) as session:
        catalog = read_catalog(session)
    engine.dispose()
    told = {"note": PROOF, "decided_at": settings.now()}
    real, first = curate_edges.change_overlay, []

    def late(data_dir: Path, change: Callable[[Decisions], Decisions]) -> Decisions:
        if not first:
            first.append("ana")
            decide_edge(catalog, data_dir, pair, action=ReviewAction.REJECT, decided_by="ana", **told)
        return real(data_dir, change)

    monkeypatch.setattr(curate_edges, "change_overlay", late)
    with pytest.raises(InvalidCode, match="is decided"):
        decide_edge(catalog, tmp_path, pair, action=ReviewAction.ACCEPT, decided_by="ben", **told)
    assert [one.decided_by for one in read_overlay(tmp_path)] == ["ana"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[decision]]\npair = [", "is not valid TOML"),
        ("[[decision]]\npair = ['bead', 'flat-weld']\n", "decided_by"),
        ("[[edge]]\n", "unknown table"),
        ("decision = 3\n", "decision"),
        ("decision = [3]\n", "decision"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_a_broken_file_of_decisions_is_named_and_never_written_over(
    pair: str, tmp_path: Path, text: str | bytes, said: str
) -> None:
    path = overlay_path(tmp_path)
    path.parent.mkdir(exist_ok=True)
    broken = text if isinstance(text, bytes) else text.encode()
    path.write_bytes(broken)
    for call in (("list",), ("accept", pair, "--note", PROOF), ("undo", pair)):
        result = run(*call)
        assert (result.exit_code, "confirmed-edges.toml" in result.stderr, said in result.stderr) == (
            1,
            True,
            True,
        )
    assert path.read_bytes() == broken


def test_names_from_files_of_others_neither_style_nor_steer_the_terminal(pair: str) -> None:
    assert run("reject", pair, "--note", "[/bold] :cat: \x1b[2J[red]x").exit_code == 0
    shown = run("list", "--kind", "edge", "--all")
    assert shown.exit_code == 0, shown.exception
    words = re.sub(r"[│┃\s]+", " ", shown.stdout)
    assert "[/bold]" in words
    assert ":cat:" in words
    assert "\x1b[2J" not in shown.stdout
    assert run("show", pair).exit_code == 0
