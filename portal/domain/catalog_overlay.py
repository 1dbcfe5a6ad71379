"""What a curator decided about suggested edges: kept in the person's own folder, laid over the catalog that ships.

An edge that no longer fits (its credential is gone, the catalog says it now, or the opposite) is left out and
named; it never keeps the catalog from loading.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date

from pydantic import Field, ValidationError

from portal.domain.codes import Slug
from portal.domain.credential import Catalog, Edge, EdgeKind
from portal.domain.errors import InvalidCatalog
from portal.domain.evidence import Evidence, EvidenceMethod
from portal.domain.model import DataModel

OVERLAY_FILE = "confirmed-edges.toml"
KINDS = (EdgeKind.PREPARES_FOR, EdgeKind.SATISFIES)
"""What shared skills can lead a person to confirm. Other kinds stand in the catalog's files, with their figures."""
_URL = re.compile(r"https?://[^\s,;)]+")
_ACCOUNT = re.compile("[0-9a-f]{24}")
"""The id of an account on the professional's side: it names nobody to readers."""
_CURATOR = "a curator of this site"
_HEAD = """\
# What was decided about suggested edges, written by `portal curate`. Take a decision back with `portal curate undo`.
"""


class EdgeDecision(DataModel):
    """One decision about a suggested pair. `kind` is empty where it was rejected; undone ones stay."""

    pair: tuple[Slug, Slug]
    kind: EdgeKind | None = None
    from_id: Slug | None = None
    to_id: Slug | None = None
    proof: str = Field(default="", description="where the curator read it")
    decided_by: str = Field(min_length=1)
    decided_on: date
    undone_by: str = ""

    @property
    def stands(self) -> bool:
        """Nobody took it back."""
        return not self.undone_by

    def edge(self) -> Edge | None:
        """The edge that it confirms, with the curator as its source; None where it was rejected or undone."""
        if self.kind is None or self.from_id is None or self.to_id is None or not self.stands:
            return None
        url = _URL.search(self.proof)
        evidence = Evidence(
            method=EvidenceMethod.CURATED,
            source=_CURATOR if _ACCOUNT.fullmatch(self.decided_by) else self.decided_by,
            document=self.proof,
            url=url[0] if url else "",
            checked_on=self.decided_on,
            note="a suggestion from shared skills, confirmed by a curator here",
        )
        return Edge(kind=self.kind, from_id=self.from_id, to_id=self.to_id, evidence=evidence)


def parse_overlay(text: str) -> tuple[EdgeDecision, ...]:
    """Read the file. Raises: InvalidCatalog naming what is wrong."""
    try:
        tables = tomllib.loads(text)
        unknown = sorted(set(tables) - {"decision"})
        if unknown:
            raise InvalidCatalog(
                (f"{OVERLAY_FILE}: unknown table “{unknown[0]}”; only [[decision]] stands here",)
            )
        told = tables.get("decision", [])
        if not isinstance(told, list):
            raise InvalidCatalog((f"{OVERLAY_FILE}: “decision” is no list of tables; write [[decision]]",))
        return tuple(EdgeDecision.model_validate(table) for table in told)
    except tomllib.TOMLDecodeError as error:
        raise InvalidCatalog((f"{OVERLAY_FILE}: is not valid TOML: {error}; correct that line",)) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "decision"
        raise InvalidCatalog((f"{OVERLAY_FILE}: {place}: {first['msg']}; correct it",)) from error


def write_overlay(decisions: Iterable[EdgeDecision]) -> str:
    """The file's text; `parse_overlay` reads the same decisions from it."""
    blocks = []
    for decision in decisions:
        said = decision.model_dump(mode="json", exclude_defaults=True)
        said["decided_on"] = decision.decided_on
        lines = [
            f"{key} = {value if isinstance(value, date) else json.dumps(value, ensure_ascii=False)}"
            for key, value in said.items()
        ]
        blocks.append("\n".join(("[[decision]]", *lines)))
    return _HEAD + "".join(f"\n{block}\n" for block in blocks)


def lay_over(catalog: Catalog, decisions: Sequence[EdgeDecision]) -> tuple[Catalog, tuple[str, ...]]:
    """The catalog with the confirmed edges, and a sentence for each that had to be left out."""
    ids = {credential.id for credential in catalog.credentials}
    edges, left = list(catalog.edges), []
    known = {(edge.kind, edge.from_id, edge.to_id) for edge in edges}
    for decision in decisions:
        edge = decision.edge()
        if edge is None:
            continue
        label = f"{OVERLAY_FILE}: {edge.from_id} {edge.kind.value} {edge.to_id}"
        if edge.kind not in KINDS:
            left.append(f"{label}: this kind is not confirmed here; write it into the catalog's files")
        elif missing := sorted({edge.from_id, edge.to_id} - ids):
            left.append(f"{label}: there is no credential “{missing[0]}” any more; undo the decision")
        elif (edge.kind, edge.from_id, edge.to_id) in known:
            left.append(f"{label}: the catalog says so itself now; undo the decision")
        elif edge.kind is EdgeKind.PREPARES_FOR and (edge.kind, edge.to_id, edge.from_id) in known:
            left.append(f"{label}: the catalog says the opposite; undo the decision")
        else:
            edges.append(edge)
            known.add((edge.kind, edge.from_id, edge.to_id))
    return catalog.model_copy(update={"edges": tuple(edges)}), tuple(left)
