"""Geography on the one loop: the publishers' files give the embedded places, and a broken file changes nothing."""

import gzip
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from ingest.kit.document import Surroundings
from ingest.kit.geography.tables import FILES, HUD_FILE
from ingest.pipeline.report import RunReport
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter
from portal.settings import ROOT
from portal.store.engine import open_session
from portal.store.snapshots import read_counties, read_zips
from portal.store.tables import CountyRow, ZipRow
from tests.ingest.conftest import CONFIG
from tests.ingest.feeds import Pages, source
from tests.real_data import real_file

EMBEDDED = ROOT / "config" / "embedded" / "places"


def run(workshop: Workshop, *, mirror: Path | None = None) -> RunReport:
    config = source("geography", **({"mirror": {"files": ["*"]}} if mirror else {}))
    around = Surroundings(today=workshop.now.date(), data_dir=workshop.data_dir, config_dir=CONFIG)
    return run_source(
        config, build_adapter(config, around), Pages(), workshop=workshop, request=RunRequest(mirror=mirror)
    )


def hand_over(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / name).write_bytes(real_file(f"geography/{name}").read_bytes())


def counties_of(session: Session) -> dict[str, tuple[str, str, str | None, str, str]]:
    return {
        row.county_fips: (row.county_name, row.status, row.area_code, row.area_method, row.area_basis)
        for row in session.exec(select(CountyRow))
    }


@pytest.mark.real_data
def test_the_publishers_files_give_the_embedded_places_and_twice_the_same(workshop: Workshop) -> None:
    hand_over(workshop.data_dir / "geography")
    first = run(workshop)
    assert (first.status, first.error) == ("succeeded", "")
    with open_session(workshop.engine) as session:
        embedded = {
            one.county_fips: (
                one.county_name,
                one.status,
                one.area_code or None,
                one.area_method,
                one.area_basis,
            )
            for one in read_counties(EMBEDDED)
        }
        assert not set(counties_of(session).items()) ^ set(embedded.items())
        zips = {row.postal_code: row for row in session.exec(select(ZipRow))}
        assert len(zips) == 39_485
        for one in read_zips(EMBEDDED):
            row = zips[one.zip_code]
            assert (row.place_name, row.state, row.kind) == (one.place_name, one.state, one.kind)
            # a county without a point of its own lies at the mean of its ZIP codes, rounded here and there
            assert row.latitude == pytest.approx(one.latitude, abs=0.0002)
            assert row.longitude == pytest.approx(one.longitude, abs=0.0002)
        lake = session.get(CountyRow, "18089")
        assert lake is not None
        assert lake.workforce_region == "in-1"
        hartford = session.get(ZipRow, "06103")
        assert hartford is not None, "the zero in front is back"
        assert hartford.county_shares == [["09110", 1.0]]
    second = run(workshop)
    assert second.status == "succeeded"
    assert second.unchanged == second.parsed == first.parsed


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        (HUD_FILE, gzip.compress(b"ZIP,COUNTY\n46402,18089\n", mtime=0), "geography"),
        (HUD_FILE, b"not packed", "geography"),
        ("gazetteer_2017_counties.txt", b"IN|18089\n", "not a county of the Census Gazetteer"),
        ("area_definitions_m2021.xlsx", b"PK\x03\x04 no workbook", "geography"),
    ],
)
def test_a_damaged_file_changes_nothing_and_is_named(
    workshop: Workshop, name: str, raw: bytes, told: str
) -> None:
    folder = workshop.data_dir / "geography"
    hand_over(folder)
    with open_session(workshop.engine) as session:
        before = counties_of(session)
    (folder / name).write_bytes(raw)
    report = run(workshop)
    assert report.status == "failed"
    assert told in report.error
    assert str(workshop.data_dir) not in report.error
    with open_session(workshop.engine) as session:
        assert counties_of(session) == before
        assert session.exec(select(ZipRow).where(col(ZipRow.postal_code) == "00000")).first() is None


def test_an_empty_folder_says_what_it_waits_for(workshop: Workshop) -> None:
    around = Surroundings(today=workshop.now.date(), data_dir=workshop.data_dir, config_dir=CONFIG)
    adapter = build_adapter(source("geography"), around)
    assert all(name in adapter.waits_for() for name in FILES)
    assert "docs/data/places.md" in adapter.waits_for()
