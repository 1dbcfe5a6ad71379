"""Under which code OEWS prints a SOC 2018 occupation.

OEWS prints some detailed occupations only together (home health aides with personal care aides). Source: BLS, OEWS
hybrid structure; held against the occupations of May 2025: of 867 detailed codes 818 stand by themselves, 15 under
their broad group, 13 under a group of OEWS's own; 21 (military, legislators, fishers and hunters) have no estimate.
"""

from collections.abc import Container

from portal.domain.codes import SocCode
from portal.domain.model import DataModel

_OEWS_GROUPS = {
    "21-1011": "21-1018",
    "21-1014": "21-1018",
    "25-2055": "25-2052",
    "25-2056": "25-2052",
    "25-9042": "25-9045",
    "25-9043": "25-9045",
    "25-9049": "25-9045",
    "51-2022": "51-2028",
    "51-2023": "51-2028",
    "53-1042": "53-1047",
    "53-1043": "53-1047",
    "53-1044": "53-1047",
    "53-1049": "53-1047",
}


OEWS_GROUP_TITLES = {
    "21-1018": "Substance Abuse, Behavioral Disorder, and Mental Health Counselors",
    "25-2052": "Special Education Teachers, Kindergarten and Elementary School",
    "25-9045": "Teaching Assistants, Except Postsecondary",
    "51-2028": "Electrical, Electronic, and Electromechanical Assemblers, Except Coil Winders, Tapers, and Finishers",
    "53-1047": "First-Line Supervisors of Transportation and Material Moving Workers, Except Aircraft Cargo Handling",
}
"""Groups of OEWS's own, which SOC 2018 has no title for. Source: OEWS May 2025, oe.occupation."""


class OewsOccupation(DataModel):
    """The code that OEWS prints for an occupation; `is_group` where the figures cover more than it alone."""

    soc_code: SocCode
    printed_code: SocCode
    is_group: bool


def printable_codes(soc_code: str) -> tuple[SocCode, ...]:
    """The codes under which an occupation can be printed, the narrowest first."""
    own_group = _OEWS_GROUPS.get(soc_code)
    return (soc_code, *([own_group] if own_group else []), f"{soc_code[:6]}0")


def find_oews_occupation(soc_code: str, printed_detailed: Container[str]) -> OewsOccupation | None:
    """The printed occupation that holds this SOC code, or None where OEWS has none.

    `printed_detailed` are the codes that one vintage prints; a code of another vintage can mean other work (21-1011
    stood alone until 2018). 31-1120 is such a code: OEWS prints that broad group as if it were a detailed occupation.
    A group of OEWS's own comes before the broad group, which has figures for the nation only.
    """
    for printed in printable_codes(soc_code):
        if printed in printed_detailed:
            return OewsOccupation(soc_code=soc_code, printed_code=printed, is_group=printed != soc_code)
    return None
