"""Schooling: does the person have the level that the job must have?"""

from portal.matching.facts import PartKind, PostingFacts
from portal.matching.model import Help, Line
from portal.matching.required_parts import lines_of_parts


def education(facts: PostingFacts) -> tuple[Line, ...]:
    """A line for each stated level."""
    return lines_of_parts(facts, PartKind.EDUCATION, help_missing=Help.EARN_ONE)
