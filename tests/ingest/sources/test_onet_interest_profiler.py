"""O*NET's 60 questions: the whole file or nothing, loaded through the loop, and the real file where it is at hand."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import SourceChanged
from ingest.kit.document import Document, Surroundings
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter
from portal.store.engine import open_session
from portal.store.interests import find_onet_profiler
from tests.ingest.conftest import CONFIG, NOW
from tests.ingest.feeds import Pages, source
from tests.real_data import SHARED, real_file

KEY = "onet_interest_profiler"
NAME = "interest_profiler_short_form.json"
AREAS = ("Realistic", "Investigative", "Artistic", "Social", "Enterprising", "Conventional")


def document(**changes: Any) -> dict[str, Any]:
    """Sixty questions of our own in O*NET's form."""
    found = {
        "start": 1,
        "end": 60,
        "total": 60,
        "answer_options": {
            "answer_option": [{"value": value, "name": f"Answer {value}"} for value in range(1, 6)]
        },
        "question": [
            {"index": place + 1, "area": AREAS[place // 2 % 6], "text": f"Do thing {place + 1}"}
            for place in range(60)
        ],
    }
    return found | changes


def run(workshop: Workshop, folder: Path) -> Any:
    around = Surroundings(today=workshop.now.date(), data_dir=workshop.data_dir, config_dir=CONFIG)
    config = source(KEY)
    return run_source(
        config, build_adapter(config, around), Pages(), workshop=workshop, request=RunRequest(mirror=folder)
    )


def mirror(folder: Path, content: dict[str, Any]) -> Path:
    (folder / "onet").mkdir(exist_ok=True)
    (folder / "onet" / NAME).write_text(json.dumps(content), encoding="utf-8")
    return folder


def test_questions_are_loaded_and_the_second_time_changes_nothing(workshop: Workshop, tmp_path: Path) -> None:
    first = run(workshop, mirror(tmp_path, document()))
    assert (first.status, first.error) == ("succeeded", "")
    second = run(workshop, tmp_path)
    assert second.unchanged == second.parsed == 65
    with open_session(workshop.engine) as session:
        profiler = find_onet_profiler(session)
    assert profiler is not None
    assert Counter(letter for letter, _ in profiler.items) == dict.fromkeys("RIASEC", 10)
    assert profiler.items[2] == ("I", "Do thing 3")
    assert profiler.answers[0] == (1, "Answer 1")


def test_before_they_are_loaded_there_are_none(workshop: Workshop) -> None:
    with open_session(workshop.engine) as session:
        assert find_onet_profiler(session) is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"question": document()["question"][:-1]}, "59 questions"),
        ({"question": [dict(one, area="Realistic") for one in document()["question"]]}, "not ten questions"),
        ({"question": [dict(one, area="Musical") for one in document()["question"]]}, "Musical"),
        ({"question": [dict(one, text="") for one in document()["question"]]}, "a text is missing"),
        ({"answer_options": {"answer_option": [{"value": 1, "name": "Yes"}]}}, "values 1 to 5"),
        ({"answer_options": []}, "not in the form"),
    ],
)
def test_a_part_of_the_questions_is_refused(changes: dict[str, Any], message: str, tmp_path: Path) -> None:
    adapter = build_adapter(source(KEY), Surroundings(today=NOW.date(), data_dir=tmp_path, config_dir=CONFIG))
    raw = json.dumps(document(**changes)).encode()
    with pytest.raises(SourceChanged, match=message):
        adapter.read([Document(name=NAME, url="", raw=raw)])  # type: ignore[union-attr]


@pytest.mark.real_data
def test_the_real_file_is_read_whole(workshop: Workshop) -> None:
    texts = [one["text"] for one in json.loads(real_file(f"onet/{NAME}").read_text("utf-8"))["question"]]
    assert run(workshop, SHARED).status == "succeeded"
    with open_session(workshop.engine) as session:
        profiler = find_onet_profiler(session)
    assert profiler is not None
    assert [statement for _, statement in profiler.items] == texts
    assert [value for value, _ in profiler.answers] == [1, 2, 3, 4, 5]
