"""Every kind of PDF that the site makes, in both languages and sizes, before veraPDF's 106 rules of PDF/UA-1."""

from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from portal.web.individual_plan_paper import group_fair_sheet, plan_sheet
from portal.web.pdf import print_sheet
from tests.portal.paper.samples import school_plan, spring_fair, work_plan
from tests.portal.web.plan.learner import Learner, with_ladder
from tests.verapdf import check_files, why_not

RULES = 106


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_every_pdf_passes_an_independent_validator(learner: Learner, tmp_path: Path) -> None:
    files = []

    def keep(name: str, content: bytes) -> None:
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(content)

    with_ladder(learner)
    learner.send("/plan/notes", notes="Call *the* #school. 😀 שלום")
    learner.send("/plan/codes")
    addresses = [str(a.get("href")) for a in learner.page.all("a")]
    found = [each for each in addresses if each.startswith("/plan/my-plan.pdf?")]
    for language in ("en", "es"):
        for place, address in enumerate(found):
            response = learner.client.get(address, headers={"Accept-Language": language})
            assert response.status_code == 200
            keep(f"my-plan-{language}-{place}", response.get_data())
        with learner.app.test_request_context("/"):
            for large in (False, True):
                for name, sheet in (
                    ("work", plan_sheet(work_plan(language=language), is_large=large)),
                    ("school", plan_sheet(school_plan(language=language), is_large=large)),
                    ("fair", group_fair_sheet(spring_fair(language=language), is_large=large)),
                ):
                    keep(f"{name}-{language}-{large}", print_sheet(sheet))
    broken = tmp_path / "broken.pdf"
    writer = PdfWriter(clone_from=PdfReader(files[0]))
    del writer.root_object["/MarkInfo"]
    writer.write(broken)
    reports = check_files([*files, broken])
    assert len(files) == 16
    assert {path.name: reports[path].failed for path in files if not reports[path].is_compliant} == {}
    assert all(reports[path].rules == RULES and reports[path].checks > 1000 for path in files)
    assert any("MarkInfo" in each for each in reports[broken].failed), "it finds what is wrong"
