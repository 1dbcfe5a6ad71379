"""What the catalog that ships says of recognition, the worked examples and apprenticeships."""

import pytest

from portal.domain.credential import Catalog, CredentialKind
from portal.domain.recognition import RecognitionKind, Standing


def test_every_state_record_says_where_else_it_counts(catalog: Catalog) -> None:
    assert [c.id for c in catalog.credentials if c.jurisdiction and c.portability is None] == []


def test_recognition_of_every_kind_is_there_and_only_what_was_read_is_verified(catalog: Catalog) -> None:
    said = [r for c in catalog.credentials for r in c.recognitions]

    assert {r.kind for r in said} == set(RecognitionKind)
    assert {r.standing for r in said} == set(Standing)
    assert all(r.evidence.url for r in said if r.standing is Standing.VERIFIED)
    assert [r.by for r in said if r.kind is RecognitionKind.NAMED_BY_EMPLOYER and r.stated_on is None] == []


def test_small_credentials_can_be_tried_in_a_class(catalog: Catalog) -> None:
    small = (CredentialKind.MICRO_CREDENTIAL, CredentialKind.BADGE)

    assert [c.id for c in catalog.credentials if c.kind in small and c.lesson is None] == []


STORIES = {
    "early-childhood-micro-credential-pilot-in": {"level", "recognition", "opened"},
    "auto-mechanics-micro-credential-pilot-in": {"level", "recognition", "opened"},
    "culinary-micro-credential-pilot-in": {"level", "recognition", "opened"},
    "nocti-basic-multimeter-use": {"level", "recognition", "opened"},
    "kedc-foundations-micro-credential": {"level", "credit", "recognition", "opened"},
    "tecta-orientation-tn": {"level", "credit", "recognition", "opened"},
    "savannah-tech-ev-professional": {"level", "credit", "recognition", "opened"},
    "ums-micro-credential": {"level", "credit", "opened"},
}
"""The worked examples, and which of the four questions a source answers. The others are not known."""


@pytest.mark.parametrize(("credential_id", "told"), STORIES.items(), ids=STORIES.keys())
def test_the_worked_examples_tell_their_story(catalog: Catalog, credential_id: str, told: set[str]) -> None:
    credential = next(c for c in catalog.credentials if c.id == credential_id)

    assert credential.story is not None
    parts = {name: part for name, part in credential.story.parts.items() if part}
    assert parts.keys() == told
    assert all(part.evidence.is_checked for part in parts.values()), "a story is told from what was read"
    assert credential.lesson is not None


def test_every_apprenticeship_says_its_hours(catalog: Catalog) -> None:
    apprenticeships = [c for c in catalog.credentials if c.kind is CredentialKind.APPRENTICESHIP_CERTIFICATE]

    assert len(apprenticeships) >= 20
    for each in apprenticeships:
        standards = each.apprenticeship
        assert standards is not None, each.id
        assert standards.work_hours or standards.is_competency_based, each.id
        assert standards.instruction_hours or standards.instruction_hours_per_year, each.id
