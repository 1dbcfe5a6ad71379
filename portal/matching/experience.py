"""Experience: has the person worked in the field as long as the job says?"""

from portal.matching.facts import PartKind, PostingFacts
from portal.matching.model import Help, Line
from portal.matching.required_parts import lines_of_parts


def experience(facts: PostingFacts) -> tuple[Line, ...]:
    """A line for each stated time. Units: months."""
    return lines_of_parts(facts, PartKind.EXPERIENCE, help_missing=Help.GET_MORE_WORK)
