"""Age: is the person as old as the job says?"""

from portal.matching.facts import PartKind, PostingFacts
from portal.matching.model import Help, Line
from portal.matching.required_parts import lines_of_parts


def age(facts: PostingFacts) -> tuple[Line, ...]:
    """A line for each stated age. Units: years."""
    return lines_of_parts(facts, PartKind.AGE, help_missing=Help.WAIT)
