"""Code tables in the store, and the crosswalk made from them."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import delete
from sqlmodel import Session, insert, select

from portal.labor.crosswalk import CodePair, Crosswalk, Taxonomy
from portal.store.reference_tables import CodeTitleRow, CrosswalkRow
from portal.store.snapshots import read_table_rows
from portal.store.tables import OccupationRow


def read_crosswalk_pairs(folder: Path) -> Iterator[CodePair]:
    """Pairs of the crosswalk snapshot. Raises: StoreUnavailable when it is damaged."""
    for source, code, target, target_code in read_table_rows(folder / "pairs.tsv.gz", 4):
        yield CodePair(Taxonomy(source), code, Taxonomy(target), target_code)


def read_code_titles(folder: Path) -> Iterator[tuple[Taxonomy, str, str]]:
    """Titles of the crosswalk snapshot. Raises: StoreUnavailable when it is damaged."""
    for taxonomy, code, title in read_table_rows(folder / "titles.tsv.gz", 3):
        yield Taxonomy(taxonomy), code, title


def load_crosswalk_snapshot(session: Session, folder: Path) -> int:
    """Make the store's code tables equal to the snapshot. Gives the number of rows. The caller commits.

    Raises: StoreUnavailable when the snapshot is damaged.
    """
    pairs = [
        {"source_taxonomy": one.source.value, "source_code": one.source_code,
         "target_taxonomy": one.target.value, "target_code": one.target_code}
        for one in read_crosswalk_pairs(folder)
    ]  # fmt: skip
    titles = [
        {"taxonomy": taxonomy.value, "code": code, "title": title}
        for taxonomy, code, title in read_code_titles(folder)
    ]
    session.execute(delete(CrosswalkRow))
    session.execute(delete(CodeTitleRow))
    session.execute(insert(CrosswalkRow), pairs)
    session.execute(insert(CodeTitleRow), titles)
    return len(pairs) + len(titles)


def read_crosswalk(session: Session) -> Crosswalk:
    """The crosswalk of everything that is loaded; about 0.1 s, so keep it for a version of the data."""
    pairs = session.exec(
        select(
            CrosswalkRow.source_taxonomy,
            CrosswalkRow.source_code,
            CrosswalkRow.target_taxonomy,
            CrosswalkRow.target_code,
        )
    )
    titles = session.exec(select(CodeTitleRow.taxonomy, CodeTitleRow.code, CodeTitleRow.title))
    parents = session.exec(select(OccupationRow.soc_code, OccupationRow.parent_code))
    taxonomies = {one.value: one for one in Taxonomy}
    return Crosswalk(
        (CodePair(taxonomies[a], b, taxonomies[c], d) for a, b, c, d in pairs),
        titles={(taxonomies[taxonomy], code): title for taxonomy, code, title in titles},
        parents={code: parent for code, parent in parents if parent},
    )
