"""Credentials: does the person hold what the job must have?"""

from portal.matching.facts import PartKind, PostingFacts
from portal.matching.model import Help, Line
from portal.matching.required_parts import lines_of_parts


def credential_fit(facts: PostingFacts) -> tuple[Line, ...]:
    """A line for each group of which any one will do."""
    return lines_of_parts(facts, PartKind.CREDENTIAL, help_missing=Help.EARN_ONE)
