"""Documents of the professional's side on the site: in the language of the document, whatever the page's is."""

import re

import pytest
from flask import Flask

from portal.domain.plan_open_parts import list_open_parts
from portal.web.individual_plan_paper import group_fair_sheet, plan_sheet, say_open_parts
from portal.web.pdf import print_sheet
from portal.web.word_file import DOCX_TYPE, word_response, write_word_file
from tests.portal.paper.reading import ReadPdf, check_ua
from tests.portal.paper.reading_docx import ReadDocx, check_docx
from tests.portal.paper.samples import school_plan, spring_fair, work_plan

OURS = re.compile(r"\b(My|By when|Who|What|done|not|about|Page|Where|Signature|week|you)\b")
"""Words that only English sentences of ours have."""


@pytest.mark.parametrize("large", [False, True])
def test_a_plan_is_in_its_own_language_and_not_in_the_pages(small_site: Flask, *, large: bool) -> None:
    with small_site.test_request_context("/", headers={"Accept-Language": "en"}):
        sheet = plan_sheet(school_plan(), is_large=large)
        pdf, docx = ReadPdf(print_sheet(sheet)), ReadDocx(write_word_file(sheet))
        open_parts = say_open_parts(list_open_parts(school_plan()))
    check_ua(pdf, language="es", title="Mi plan para graduarme")
    check_docx(docx, language="es", title="Mi plan para graduarme", maker="Rungs")
    for text in (docx.text, pdf.text):
        assert "Qué falta todavía" in text
        assert "cerca de 9 meses" in text
        assert "20 de junio de 2026" in text
        assert OURS.findall(text) == []
    assert "What are my steps?" not in open_parts
    assert "Who pays for each step?" in open_parts, "the page speaks its own language"


def test_the_whole_plan_for_work_is_in_spanish_where_it_is_ours(small_site: Flask) -> None:
    with small_site.test_request_context("/"):
        docx = ReadDocx(write_word_file(plan_sheet(work_plan(language="es"))))
    headings = [text for _, text in docx.headings()]
    assert headings[:4] == ["Mi plan de trabajo", "Mi meta", "Por qué esta meta sirve aquí", "Lo que tengo"]
    assert len(headings) == 15
    assert "No se sabe el costo de 1 paso." in docx.text


def test_a_fair_sheet_and_the_answer_that_carries_a_word_file(small_site: Flask) -> None:
    with small_site.test_request_context("/"):
        fair = spring_fair(language="es")
        docx = write_word_file(group_fair_sheet(fair))
        response = word_response(docx, file_name="fair.docx")
    check_docx(ReadDocx(docx), language="es", title="Feria de empleo: Lake County Career Day", maker="Rungs")
    assert response.mimetype == DOCX_TYPE
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"] == 'attachment; filename="fair.docx"'
