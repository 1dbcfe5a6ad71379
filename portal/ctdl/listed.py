"""Lists of credentials, programmes and apprenticeable occupations, and the saved mapping that says how one is read."""

import tomllib
from enum import StrEnum
from typing import Literal

from pydantic import Field, ValidationError

from portal.domain.codes import CipCode, StateCode
from portal.domain.credential import CredentialKind
from portal.domain.errors import InvalidSettings
from portal.domain.localized_text import LocalizedText
from portal.domain.model import DataModel
from portal.domain.program import OutcomeKind, ProgramFormat


class ListKind(StrEnum):
    """What the rows of a list are."""

    CREDENTIAL = "credential"
    PROGRAM = "program"
    OCCUPATION = "occupation"


class ListStatus(StrEnum):
    """Whether the publisher still counts a row."""

    ACTIVE = "active"
    RETIRED = "retired"


class ListedRecord(DataModel):
    """One row of a list. What the list does not say is None or empty.

    Units: US dollars as published, without a year where the list names none; weeks; clock hours; credit hours.
    """

    kind: ListKind
    ref: str = Field(min_length=1, description="the publisher's own id; unique in the list")
    line: int = Field(ge=1, description="line or row in the file, the header being 1 where there is one")
    name: str = Field(min_length=1, description="as the list writes it: one is called “C”")
    status: ListStatus | None = None
    credential_kind: CredentialKind | None = None
    award: str = Field(default="", description="the award in the publisher's own words")
    issuer: str = ""
    issuer_ref: str = ""
    provider: str = ""
    jurisdiction: StateCode | None = None
    code: str = Field(default="", description="the publisher's own code")
    cip_code: CipCode | None = None
    cip_name: str = ""
    occupation_codes: tuple[str, ...] = Field(
        default=(), description="form 31-1131; of the year that the mapping states"
    )
    occupation_name: str = ""
    credentials: tuple[str, ...] = Field(
        default=(), description="names of credentials that a programme leads to"
    )
    description: str = ""
    prerequisites: str = ""
    homepage: str = ""
    weeks: float | None = Field(default=None, ge=0)
    weeks_between: str = Field(
        default="", pattern=r"^(\d+(\.\d+)?-\d+(\.\d+)?)?$", description="4-11, where a list names classes"
    )
    clock_hours: float | None = Field(default=None, ge=0)
    hours_per_week: float | None = Field(default=None, ge=0)
    credit_hours: float | None = Field(default=None, ge=0)
    tuition_usd: float | None = Field(default=None, ge=0)
    fees_usd: float | None = Field(default=None, ge=0)
    books_usd: float | None = Field(default=None, ge=0)
    supplies_usd: float | None = Field(default=None, ge=0)
    other_cost_usd: float | None = Field(default=None, ge=0)
    total_cost_usd: float | None = Field(default=None, ge=0)
    city: str = ""
    state: str = ""
    zip: str = ""
    county: str = ""
    languages: str = ""
    is_evening: bool | None = None
    is_online: bool | None = None
    is_wheelchair_accessible: bool | None = None
    has_childcare: bool | None = None
    format: ProgramFormat | None = None
    completion_rate: float | None = Field(default=None, ge=0, le=1)
    employed_q2_rate: float | None = Field(default=None, ge=0, le=1)
    median_earnings_usd: float | None = Field(default=None, ge=0)
    outcome_people: float | None = Field(default=None, ge=0)
    outcomes_add_up: bool | None = None
    more: dict[str, str] = Field(
        default={}, description="columns that the mapping keeps under their own names"
    )


class ListFile(DataModel):
    """In which form the file is."""

    format: Literal["csv", "xlsx", "json", "jsonl"]
    sheet: str = Field(default="", description="xlsx: name of the sheet; the first where empty")
    rows: tuple[str, ...] = Field(
        default=(),
        description="json: paths to the rows (`programs.*`, `data.*.hs_programs.*.universities.*`)",
    )


class OutcomeFile(DataModel):
    """A second file of the same publisher with outcomes by school and field of study. Values are names of columns.

    Each outcome counts everybody of that field at that school, which may be more than one program.
    """

    issuer_ref: str
    cip_code: str
    employed_q2_rate: str = ""
    completion_rate: str = ""
    people: str = Field(default="", description="on how many people the figures rest")
    withheld: tuple[str, ...] = Field(default=(), description="texts for figures that were not published")


class ListMapping(DataModel):
    """How one list is read: `config/mappings/<key>.toml`.

    `columns`: field of a record to column. `keep`: columns that are kept under their own names. `unused`: columns that
    are known and not taken; a name may end in `*`. A column in none of them is an alarm.
    """

    key: str = Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$")
    title: str = Field(min_length=3)
    publisher: str = Field(min_length=2)
    homepage: str = Field(default="", pattern=r"^(https?://\S+)?$")
    licence: str = Field(min_length=2)
    note: str = ""
    file: ListFile
    kind: ListKind
    credential_kind: CredentialKind | None = None
    issuer: str = ""
    jurisdiction: StateCode | None = None
    occupation_year: int | None = Field(
        default=None, description="SOC year of the occupation codes, where known"
    )
    columns: dict[str, str]
    keep: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    split: dict[str, str] = Field(
        default={}, description="field that holds several values: what stands between them"
    )
    values: dict[str, dict[str, str]] = Field(
        default={}, description="field: value in the file to value of ours"
    )
    named_credentials: tuple[str, ...] = Field(
        default=(), description="kept columns whose texts are names of credentials that a programme leads to"
    )
    of_school: tuple[str, ...] = Field(
        default=(), description="fields that the list says of the whole school, not of one programme"
    )
    definitions: dict[OutcomeKind, LocalizedText] = Field(
        default={}, description="what a published outcome counts, as its publisher defines it"
    )
    outcomes: OutcomeFile | None = None
    empty: tuple[str, ...] = Field(default=("",), description="texts that mean nothing is said")
    min_records: int = Field(ge=0, description="fewer accepted rows than this: the file is not believed")

    @property
    def taken(self) -> frozenset[str]:
        """All columns that the mapping names, without the patterns."""
        return frozenset((*self.columns.values(), *self.keep, *self.unused))


_FIXED = frozenset({"kind", "line", "more", "jurisdiction"})


def parse_mapping(text: str, *, name: str) -> ListMapping:
    """Read one file of `config/mappings`.

    Raises: InvalidSettings naming the file, the key and what is wrong.
    """
    where = f"config/mappings/{name}"
    try:
        mapping = ListMapping.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise InvalidSettings(f"{where} is not valid TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        what = "no such key" if first["type"] == "extra_forbidden" else first["msg"]
        raise InvalidSettings(f"{where}: {place}: {what}. docs/ctdl.md shows the form.") from error
    for field in (*mapping.columns, *mapping.split, *mapping.values):
        if field not in ListedRecord.model_fields or field in _FIXED:
            raise InvalidSettings(f"{where}: “{field}” is no field of a record. docs/ctdl.md lists them.")
    for field in OutcomeKind:
        from_file = mapping.outcomes is not None and bool(getattr(mapping.outcomes, field.value, ""))
        if (field.value in mapping.columns or from_file) and field not in mapping.definitions:
            raise InvalidSettings(
                f"{where}: definitions.{field.value} is missing. Say what the figure counts."
            )
    for column in mapping.named_credentials:
        if column not in mapping.keep:
            raise InvalidSettings(f"{where}: named_credentials: “{column}” is not in keep. Keep it.")
    for field in mapping.of_school:
        if field not in mapping.columns:
            raise InvalidSettings(f"{where}: of_school: “{field}” is not in columns.")
    for field in ("ref", "name"):
        if field not in mapping.columns:
            raise InvalidSettings(f"{where}: columns.{field} is missing. Every record needs it.")
    if name != f"{mapping.key}.toml":
        raise InvalidSettings(f"{where} has key “{mapping.key}”: name the file {mapping.key}.toml.")
    return mapping
