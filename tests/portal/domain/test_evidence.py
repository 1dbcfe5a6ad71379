"""Evidence: a method without its proof is refused."""

from datetime import date

import pytest
from pydantic import ValidationError

from portal.domain.evidence import Evidence, EvidenceMethod

READ = date(2026, 11, 22)


def test_general_knowledge_needs_nothing_and_is_never_checked() -> None:
    evidence = Evidence(method=EvidenceMethod.GENERAL_KNOWLEDGE)
    assert not evidence.is_checked
    with pytest.raises(ValidationError, match="use published"):
        Evidence(method=EvidenceMethod.GENERAL_KNOWLEDGE, checked_on=READ)


@pytest.mark.parametrize("method", [m for m in EvidenceMethod if m is not EvidenceMethod.GENERAL_KNOWLEDGE])
def test_every_other_method_names_source_and_document(method: EvidenceMethod) -> None:
    with pytest.raises(ValidationError, match="needs source and document"):
        Evidence(method=method, source="NOCTI")
    found = Evidence(method=method, source="NOCTI", document="Micro-credentials", checked_on=READ)
    assert found.is_checked


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x", "https://a b"])
def test_an_address_is_a_web_address(url: str) -> None:
    with pytest.raises(ValidationError):
        Evidence(method=EvidenceMethod.PUBLISHED, source="a", document="b", url=url)
