"""The two journeys of the professional's side in real Chromium, from the first page to the log: keyboard alone, axe."""

import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from portal.domain.plan_document import read_plan
from portal.store.audit import check_chain
from portal.store.caseload_tables import PersonRow
from portal.store.desk_tables import ShortlistRow
from portal.store.sealing import Sealer, place
from portal.web.app import create_app
from portal.web.gate.audit_words import say_action
from tests.browser.offices import Offices
from tests.browser.professionals import WORDS, counselor_journey, vr_journey
from tests.fixtures.loopback import serving
from tests.portal.paper.reading import ReadPdf, check_ua
from tests.portal.web.staff_world import SEAL_KEY
from tests.portal.web.world import build_index, fill_store, settings_for

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CONFIG = Path(__file__).resolve().parents[2] / "config"
COUNSELOR, STUDENT, ADMINISTRATOR = (
    "Counselor Smith, Counselor",
    "The person, or who has their code, with a card that Counselor Smith made just before",
    "Administrator Smith, Administrator",
)
TRAIL = (
    (COUNSELOR, "signed_in"),
    (COUNSELOR, "caseload.dashboard"),
    (COUNSELOR, "caseload.do_list"),
    (COUNSELOR, "caseload.added"),
    (COUNSELOR, "caseload.people"),
    (COUNSELOR, "caseload.person"),
    (COUNSELOR, "administer.consent"),
    (COUNSELOR, "administer.make_card"),
    (COUNSELOR, "administer.card"),
    (STUDENT, "sharing.choose_words"),
    (STUDENT, "sharing.save_answers"),
    (COUNSELOR, "administer.consent"),
    (COUNSELOR, "caseload.person"),
    (COUNSELOR, "guidance.show"),
    *((COUNSELOR, "guidance.add_held"), (COUNSELOR, "guidance.show")) * 5,
    (COUNSELOR, "guidance.make_step_tasks"),
    (COUNSELOR, "guidance.show"),
    (COUNSELOR, "guidance.document"),
    (COUNSELOR, "guidance.save_document"),
    (COUNSELOR, "guidance.document"),
    (COUNSELOR, "guidance.document_pdf"),
    (COUNSELOR, "guidance.show"),
    (STUDENT, "sharing.stop"),
    (ADMINISTRATOR, "administer.log"),
)
"""All that the counselor's journey leaves in the log, of each sentence one that has it."""


def runs(lines: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same thing several times in a row is one."""
    return [each for each, _ in groupby(lines)]


@pytest.fixture
def offices(
    chromium: "Browser", tmp_path: Path, sqlite_template: Path, axe: "Callable[..., list[str]]"
) -> Iterator[Offices]:
    shutil.copyfile(sqlite_template, tmp_path / "site.sqlite")
    url = f"sqlite:///{tmp_path / 'site.sqlite'}"
    fill_store(url, CONFIG)
    settings = settings_for(url, tmp_path, CONFIG).model_copy(
        update={"seal_keys": (SEAL_KEY,), "argon2_memory_kib": 64}
    )
    build_index(settings)

    def seen(page: "Page", name: str) -> None:
        assert axe(page) == [], name

    app = create_app(settings)
    with serving(app) as address:
        offices = Offices(app, address, chromium, seen=seen)
        yield offices
        offices.close()


def test_from_a_class_list_to_a_plan_on_paper_and_a_yes_taken_back(offices: Offices, tmp_path: Path) -> None:
    came = counselor_journey(offices, tmp_path)
    read = ReadPdf(came.pdf)
    check_ua(read, language="en", title="My plan to graduate")
    word = zipfile.ZipFile(BytesIO(came.docx)).read("word/document.xml").decode()
    for text in (read.text, word):
        assert WORDS in text
        assert "Grant" in text
    assert "Made a PDF or Word file of the plan" in came.looked, "the student sees what was done"
    assert "Smith" in came.looked
    assert came.refused == ((403, "This person has not said yes to this"),) * 2, (
        "the next click, and the file"
    )
    assert runs((line.who, line.what) for line in came.log) == runs(
        (who, say_action(did)) for who, did in TRAIL
    )
    assert [line.number for line in came.log] == list(range(1, len(came.log) + 1))
    assert came.chain.startswith(f"Checked just now: {len(came.log)} entries, in order and unchanged.")
    with offices.store() as session:
        assert check_chain(session, offices.world.school).broken_at is None
        row = session.get_one(PersonRow, came.person_id)
        plan = read_plan(Sealer((SEAL_KEY,)).open(row.plan_sealed, about=place("person", "plan", row.id)))
        assert plan.notes == "", "what was sent after the yes was taken back is not written"


def test_from_a_return_code_to_a_placement_and_a_report(offices: Offices) -> None:
    came = vr_journey(offices)
    assert "Not much standing" in came.changes
    assert "Licensed Practical Nurse (Indiana)" in came.changes
    assert "This is not advice. Talk to a benefits counselor first." in came.benefits
    assert "SSDI: trial work month" in came.benefits
    assert [status for status in ("Suggested", "Applied", "Placed") if status in came.history] == [
        "Suggested",
        "Applied",
        "Placed",
    ]
    assert "$18.25 an hour · 24 hours a week" in came.history
    assert "$18.25" in came.mine, "of one's own people the counts are exact"
    assert "$18.25" not in came.organisation + came.report
    assert "Nothing of fewer than 10 people is shown." in came.organisation
    assert "Fewer than ten people were served" in came.report
    with offices.store() as session:
        (entry,) = session.exec(select(ShortlistRow).where(ShortlistRow.person_id == came.person_id)).all()
        assert entry.status == "placed"
        assert check_chain(session, offices.world.agency).broken_at is None
