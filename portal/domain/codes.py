"""Codes of the field, each checked once at the border and then trusted."""

import re
from typing import Annotated

from pydantic import StringConstraints

from portal.domain.errors import InvalidCode

SOC_VERSION = 2018
CIP_VERSION = 2020
CLUSTER_FRAMEWORK_YEAR = 2002

SocCode = Annotated[str, StringConstraints(pattern=r"^\d{2}-\d{4}$")]
"""SOC 2018 code, `31-1131`. Groups end in zeros: `31-0000` major, `31-1100` minor, `31-1130` broad."""

CipCode = Annotated[str, StringConstraints(pattern=r"^\d{2}(\.\d{2}(\d{2})?)?$")]
"""CIP 2020 code as text with the dot, `51.3902`."""

CountyFips = Annotated[str, StringConstraints(pattern=r"^\d{5}$")]
StateCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
ZipCode = Annotated[str, StringConstraints(pattern=r"^\d{5}$")]
AreaCode = Annotated[str, StringConstraints(pattern=r"^\d{7}$")]
"""OEWS area code of seven digits: `0000000` nation, `1800000` Indiana, `0016980` Chicago metro, `1800001` nonmetro."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""A permanent kebab-case id of ours."""

_SOC = re.compile(r"^(\d{2})-?(\d{4})(?:\.\d{2})?$")


def parse_soc_code(text: str) -> str:
    """Read a SOC or O*NET-SOC code in the forms people write (`31-1131`, `311131`, `31-1131.00`).

    Raises: InvalidCode when it has another form.
    """
    found = _SOC.match(text.strip())
    if found is None:
        raise InvalidCode(f"“{text.strip()[:40]}” is not an occupation code. Write it like 31-1131.")
    return f"{found[1]}-{found[2]}"


def soc_major_group(soc_code: str) -> str:
    """Major group of a SOC code: `31-1131` gives `31-0000`."""
    return f"{soc_code[:2]}-0000"
