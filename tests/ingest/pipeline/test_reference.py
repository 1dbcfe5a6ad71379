"""Reference sources on the one loop, on both databases: replaced whole, twice the same, never half."""

from pathlib import Path

import pytest
from sqlmodel import func, select

from ingest.kit.document import Surroundings
from ingest.pipeline.report import RunReport
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter
from portal.store.engine import open_session
from portal.store.outlook import list_projections
from portal.store.reference_tables import (
    OnetOccupationRow,
    OnetRatingRow,
    OnetTaskRow,
    OnetTitleRow,
    WageHistoryRow,
)
from portal.store.runs import last_good_run
from portal.store.tables import OccupationRow, WageEstimateRow
from tests.ingest.conftest import CONFIG, NOW
from tests.ingest.feeds import Pages, source
from tests.ingest.reference_feeds import onet_zip

LOW = {"min": 2, "max": 50_000}


def run(
    workshop: Workshop, key: str, *, mirror: Path | None = None, pages: Pages | None = None, **how: bool
) -> RunReport:
    config = source(key, records=LOW, **({"mirror": {"files": ["*"]}} if mirror else {}))
    around = Surroundings(today=workshop.now.date(), data_dir=workshop.data_dir, config_dir=CONFIG)
    return run_source(
        config, build_adapter(config, around), pages or Pages(), workshop=workshop,
        request=RunRequest(mirror=mirror, **how),
    )  # fmt: skip


def test_a_release_is_loaded_whole_and_the_second_time_changes_nothing(workshop: Workshop) -> None:
    first = run(workshop, "onet", pages=Pages(onet_zip()))
    assert (first.status, first.error) == ("succeeded", "")
    assert first.rejections == {"unknown occupation": 1}
    assert [one for one in first.warnings if "work_context" in one] == []
    assert any("work_style: is in no file" in one for one in first.warnings)
    second = run(workshop, "onet", pages=Pages(onet_zip()))
    assert second.status == "succeeded"
    assert second.unchanged == second.parsed == first.parsed
    with open_session(workshop.engine) as session:
        aide = session.get(OnetOccupationRow, "31-1131.00")
        assert aide is not None
        assert (aide.soc_code, aide.job_zone) == ("31-1131", 2)
        nurse = session.get(OnetOccupationRow, "29-1141.00")
        assert nurse is not None
        assert nurse.description == 'Assess "patients".', "a double quote is data"
        assert nurse.job_zone is None
        titles = session.exec(select(OnetTitleRow.title, OnetTitleRow.kind, OnetTitleRow.is_shown)).all()
        assert sorted(titles) == [
            ("Certified Nursing Assistant (CNA)", "alternate", False),
            ("Nurse Aide", "reported", True),
        ]
        tasks = {row.task_id: row for row in session.exec(select(OnetTaskRow))}
        assert (tasks[1].task_type, tasks[1].incumbents) == ("core", 95)
        assert (tasks[2].task_type, tasks[2].incumbents) == ("", None)
        ratings = {
            (r.element_id, r.scale_id, r.category): (r.value, r.is_suppressed, r.release)
            for r in session.exec(select(OnetRatingRow))
        }
    assert ratings == {
        ("1.B.1.d", "OI", 0): (6.5, False, "30.1"),
        ("1.B.1.a", "OI", 0): (0.0, False, "30.1"),
        ("4.C.2.d.1.b", "CX", 0): (4.5, False, "30.1"),
        ("4.C.2.d.1.b", "CXP", 5): (61.2, True, "30.1"),
    }


def test_a_new_release_replaces_the_old_and_a_broken_one_leaves_it(workshop: Workshop) -> None:
    run(workshop, "onet", pages=Pages(onet_zip()))
    for pages, message in (
        (Pages(onet_zip(Task_Statements=None)), "Task Statements.txt is missing"),
        (Pages(onet_zip(Interests="O*NET-SOC Code\tElement ID\n")), "lacks the columns Scale ID, Data Value"),
        (Pages(onet_zip(Job_Zones="O*NET-SOC Code\tJob Zone\tDate\nx\n")), "1 cells, not 3"),
        (Pages(b"PK\x03\x04 broken"), "damaged"),
    ):
        broken = run(workshop, "onet", pages=pages)
        assert broken.status == "failed"
        assert message in broken.error
    with open_session(workshop.engine) as session:
        assert session.exec(select(func.count()).select_from(OnetTaskRow)).one() == 2
    changed = onet_zip(
        Task_Statements="O*NET-SOC Code\tTask ID\tTask\tTask Type\tIncumbents Responding\tDate\tDomain Source\n"
        "31-1131.00\t9\tBathe patients.\tCore\t95\t08/2026\tIncumbent\n"
    )
    assert run(workshop, "onet", pages=Pages(changed), dry_run=True).unchanged == 0
    assert run(workshop, "onet", pages=Pages(changed)).status == "succeeded"
    with open_session(workshop.engine) as session:
        assert session.exec(select(OnetTaskRow.task_id)).all() == [9]


def test_a_release_that_shrank_is_quarantined(workshop: Workshop) -> None:
    run(workshop, "onet", pages=Pages(onet_zip()))
    small = onet_zip(
        Interests=None,
        Work_Context=None,
        Alternate_Titles="O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)\n",
    )
    report = run(workshop, "onet", pages=Pages(small))
    assert report.status == "quarantined"
    assert "--accept-shrink" in report.error
    with open_session(workshop.engine) as session:
        assert session.exec(select(func.count()).select_from(OnetRatingRow)).one() == 4
        good = last_good_run(session, "onet")
        assert good is not None
        assert good.rejected == 1
    assert run(workshop, "onet", pages=Pages(small), accept_shrink=True).status == "succeeded"


STATE_TABLE = (
    "Title\tBase\tProjected\tPercentChange\tAvgAnnualOpenings\tSTFIPS\tOccCode\t\t\r\n"
    "Nursing Assistants\t31,050\t32,640\t5.1\t4960\t18\t31-1131\t\t\r\n"
    "Nursing Assistants\t1351200\t1407900\t4.2\t204800\t0\t31-1131\t\t\r\n"
    "Barbers\t710\t*\t\t70\t18\t39-5011\t\t\r\n"
    "Chiefs\t710\t720\t1.4\t70\t18\tNov-11\t\t\r\n"
    "\t\t\t\t\t\t\t\t\r\n"
)


def test_state_projections_keep_their_years_and_say_how_they_are_known(
    workshop: Workshop, tmp_path: Path
) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    (mirror / "long.tsv").write_text(STATE_TABLE)
    report = run(workshop, "projections_central", mirror=mirror)
    assert (report.status, report.parsed, report.rejections) == ("succeeded", 3, {"no SOC code": 1})
    with open_session(workshop.engine) as session:
        (aides,) = list_projections(session, "31-1131", ["1800000"])
        (barbers,) = list_projections(session, "39-5011", ["1800000"])
    assert (aides.period, aides.years_basis.value, aides.base_employment) == ("2022-2032", "inferred", 31_050)
    assert (barbers.projected_employment, barbers.change_percent) == (None, None)
    (mirror / "long.tsv").write_text(
        STATE_TABLE.replace("\t\t\r", "\tBaseYear\tProjYear\r", 1).replace("\t\t\r", "\t2024\t2034\r")
    )
    assert run(workshop, "projections_central", mirror=mirror).parsed == 3
    with open_session(workshop.engine) as session:
        both = list_projections(session, "31-1131", ["1800000"])
    assert [(one.period, one.years_basis.value) for one in both] == [
        ("2024-2034", "published"),
        ("2022-2032", "inferred"),
    ]


def test_a_code_of_another_list_is_turned_away(workshop: Workshop, tmp_path: Path) -> None:
    """Idaho and Nevada publish some SOC 2010 codes; the same number can mean other work."""
    with open_session(workshop.engine) as session:
        session.add(OccupationRow(soc_code="31-1131", soc_title="Nursing Assistants", level="detailed"))
        session.commit()
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    (mirror / "long.tsv").write_text(STATE_TABLE)
    report = run(workshop, "projections_central", mirror=mirror)
    assert report.parsed == 2
    assert report.rejections == {"no SOC code": 1, "code of another list than SOC 2018": 1}
    with open_session(workshop.engine) as session:
        assert list_projections(session, "39-5011", ["1800000"]) == []


STATE_2024 = (
    "PRIM_STATE\tOCC_CODE\tOCC_TITLE\tTOT_EMP\tA_MEAN\tA_PCT10\tA_PCT25\tA_MEDIAN\tA_PCT75\tA_PCT90\n"
    "IN\t31-1131\tNursing Assistants\t30,100\t39,000\t31,000\t35,000\t38,500\t41,000\t46,000\n"
    "IN\t29-1211\tAnesthesiologists\t**\t350,000\t*\t#\t#\t#\t#\n"
)
NURSES = (
    "State,Year,Total_Employed_RN,Annual_Salary_Avg,Annual_Salary_Median\nIndiana,2011,58000,60000,58000\n"
)


def test_past_years_keep_their_marks_and_stand_beside_the_newest(workshop: Workshop, tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    (mirror / "oews_state_wage_employment.tsv").write_text(STATE_2024)
    (mirror / "registered_nurses_state.csv").write_text(NURSES)
    (mirror / "notes.txt").write_text("hello")
    report = run(workshop, "oews_history", mirror=mirror)
    assert (report.status, report.parsed) == ("succeeded", 3)
    assert any("notes.txt: is in no form that we read" in one for one in report.warnings)
    with open_session(workshop.engine) as session:
        doctor = session.get(WageEstimateRow, ("1800000", "29-1211", "2024-05"))
        assert doctor is not None
        assert (doctor.employment, doctor.employment_status) == (None, "suppressed")
        assert doctor.annual_p10_status == "suppressed"
        assert (doctor.annual_median_wage_usd, doctor.annual_median_status) == (239_200, "top_coded")
        assert doctor.hourly_median_status == "not_published"
        nurse = session.exec(select(WageHistoryRow)).one()
        assert (nurse.area_code, nurse.soc_code, nurse.vintage) == ("1800000", "29-1111", "2011-05")
    (mirror / "oews_state_wage_employment.tsv").write_text(STATE_2024.replace("30,100", "about 30"))
    broken = run(workshop, "oews_history", mirror=mirror)
    assert broken.status == "failed"
    assert "“about 30” in tot_emp is neither a number nor a known mark" in broken.error


@pytest.mark.parametrize("key", ["onet", "bls_ep", "projections_central", "oews_history"])
def test_each_reference_source_says_what_it_waits_for(key: str, tmp_path: Path) -> None:
    around = Surroundings(today=NOW.date(), data_dir=tmp_path, config_dir=CONFIG)
    waits = build_adapter(source(key), around).waits_for()
    assert bool(waits) == (key in ("projections_central", "oews_history"))
