"""Rich skill descriptors (Open Skills Management Tool, API v3) to competencies: a collection, or a list of skills."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from portal.ctdl.competency import Competency, CompetencyFramework, remarks_on
from portal.ctdl.errors import UnreadableCtdl
from portal.ctdl.json_source import parse_json_bytes
from portal.domain.codes import parse_soc_code
from portal.domain.errors import InvalidCode

_TAKEN = {
    "id",
    "uuid",
    "skillName",
    "skillStatement",
    "categories",
    "category",
    "keywords",
    "occupations",
    "status",
}


def is_skill_list(value: Any) -> bool:
    """True for JSON in the form of a skill collection or a list of skills."""
    skills = value.get("skills") if isinstance(value, Mapping) else value
    return isinstance(skills, list) and bool(skills) and all(
        isinstance(skill, Mapping) and "skillStatement" in skill for skill in skills
    )  # fmt: skip


def read_skills(raw: bytes, *, name: str) -> CompetencyFramework:
    """The skills in one file. An occupation counts where its code is a detailed one; groups are left out.

    Raises: UnreadableCtdl when it is no JSON, holds no skills, or a skill has no id or statement.
    """
    value, _ = parse_json_bytes(raw, name=name)
    if not is_skill_list(value):
        raise UnreadableCtdl(
            f"{name}: holds no rich skill descriptors: no list of objects with skillStatement."
        )
    holder: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
    left_out: Counter[str] = Counter()
    competencies = []
    for number, skill in enumerate(holder.get("skills", value)):
        skill_id = _text(skill, "uuid") or _text(skill, "id")
        statement = _text(skill, "skillStatement")
        if not skill_id or not statement.strip():
            raise UnreadableCtdl(f"{name}: skill {number + 1} has no id or no skillStatement. Mend it there.")
        left_out.update(
            key for key, said in skill.items() if key not in _TAKEN and said not in (None, "", [])
        )
        categories = skill.get("categories") or [skill.get("category")]
        competencies.append(
            Competency(
                id=skill_id,
                statement=statement,
                label=_text(skill, "skillName"),
                category="; ".join(c for c in categories if isinstance(c, str)),
                keywords=tuple(dict.fromkeys(k for k in map(_keyword, skill.get("keywords") or ()) if k)),
                soc_codes=_soc_codes(skill.get("occupations") or ()),
                status=_text(skill, "status"),
            )
        )
    found = tuple(competencies)
    return CompetencyFramework(
        id=_text(holder, "uuid") or name,
        name=_text(holder, "name") or name,
        publisher=_text(holder, "owner") or _text(holder, "creator"),
        url=_text(holder, "id"),
        status=_text(holder, "status"),
        competencies=found,
        left_out=dict(left_out),
        remarks=remarks_on(found),
    )


def _text(value: Mapping[str, Any], key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


def _keyword(entry: Any) -> str:
    return (
        entry if isinstance(entry, str) else _text(entry, "skillName") if isinstance(entry, Mapping) else ""
    )


def _soc_codes(occupations: Any) -> tuple[str, ...]:
    found = []
    for occupation in occupations:
        try:
            code = parse_soc_code(_text(occupation, "code")) if isinstance(occupation, Mapping) else ""
        except InvalidCode:
            continue
        if code and not code.endswith("0"):
            found.append(code)
    return tuple(dict.fromkeys(found))
