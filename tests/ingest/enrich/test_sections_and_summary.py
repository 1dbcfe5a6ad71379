"""Parts of a posting by its headings, and two of its own sentences that say what the work is."""

from ingest.enrich.sections import find_sections
from ingest.enrich.summary import summarise
from portal.domain.posting_text import SectionKind

TEXT = """Harbor Care was founded in 1962 and is the largest provider in the county.
Duties:
You will help residents bathe, dress and eat.
Take and note blood pressure and weight for each resident.
Perform other related duties as assigned.
Qualifications
CNA certification required. High school diploma preferred.
Benefits
Health insurance and paid leave.
How to apply: send your resume to jobs@example.org."""


def test_parts_stand_under_their_headings() -> None:
    found = find_sections(TEXT)
    assert [s.kind for s in found] == [
        SectionKind.DUTIES, SectionKind.REQUIREMENTS, SectionKind.BENEFITS, SectionKind.APPLY,
    ]  # fmt: skip
    assert TEXT[found[1].start : found[1].end].strip().startswith("CNA certification")
    assert TEXT[found[3].start : found[3].end].startswith("send your")


def test_a_text_without_headings_has_no_parts() -> None:
    assert find_sections("We care. You help.") == ()
    assert find_sections("") == ()


def test_the_summary_is_the_postings_own_words_and_says_what_one_does() -> None:
    summary = summarise(TEXT, find_sections(TEXT))
    assert summary == (
        "You will help residents bathe, dress and eat.",
        "Take and note blood pressure and weight for each resident.",
    )
    assert all(sentence in TEXT for sentence in summary)


def test_no_sentence_is_better_than_one_that_says_nothing() -> None:
    text = (
        "Our core values guide us since 1910. " * 40 + "Apply at www.example.org. Salary $20,000 to $30,000."
    )
    assert summarise(text, find_sections(text)) == ()
    assert summarise("", ()) == ()
