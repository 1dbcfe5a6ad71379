"""All that is kept about one person, in an open form: `docs/person-export.md` describes it, with a JSON schema.

A file may come from anywhere: everything in it is bounded, and what does not fit is refused with its place in the file.
"""

import json
import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, Field, JsonValue, ValidationError

from portal.domain.desk_profile import DeskProfile
from portal.domain.errors import PortalError
from portal.domain.model import DataModel
from portal.domain.plan_document import PlanDocument
from portal.domain.staff import Purpose

FORMAT: Literal["rungs-person"] = "rungs-person"
VERSION: Literal[1] = 1
MAX_BYTES = 5_000_000
MAX_ITEMS = 5_000
"""Of each list."""
MAX_TEXT = 20_000
"""Letters of one note."""
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_LOCAL = re.compile(r"(/([A-Za-z0-9_.~%:,=&+|?#-][A-Za-z0-9_.~%:,=&+|?#/-]*)?)?")


class InvalidExport(PortalError):
    """A file that is not what we exported: no JSON, too large, of another version, or with something that cannot be."""


def _plain(text: str) -> str:
    if _CONTROLS.search(text):
        raise ValueError("has letters that plain text does not need")
    return text


def _local(address: str) -> str:
    if not _LOCAL.fullmatch(address):
        raise ValueError("is not the address of a page of this site")
    return address


Line = Annotated[str, AfterValidator(_plain), Field(max_length=400)]
Text = Annotated[str, AfterValidator(_plain), Field(max_length=MAX_TEXT)]
Word = Annotated[str, Field(pattern=r"^[a-z_]{0,16}$")]
Address = Annotated[str, AfterValidator(_local), Field(max_length=900)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
Dollars = Annotated[float, Field(ge=0, lt=10_000_000, allow_inf_nan=False)]


def plain_text(text: str) -> str:
    """A text as a file holds it: without control letters and those that turn the direction around them."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


class ExportedTie(DataModel):
    """A professional who works or worked with the person."""

    name: Line
    role: Word = ""
    part: Literal["lead", "support", "stand_in", "look"]
    reason: Text = ""
    starts_on: date
    ends_on: date | None = None


class ExportedYes(DataModel):
    """One yes, with its end. It was said to the organisation that exported: it is not taken over by another."""

    purpose: Purpose
    given_by: Literal["person", "guardian"]
    how: Literal["online", "paper"]
    words_version: int = Field(ge=1, le=10_000)
    given_at: AwareDatetime
    until: date
    revoked_at: AwareDatetime | None = None


class ExportedNote(DataModel):
    """A note of a professional."""

    kind: Literal["met", "call", "message", "other"]
    on_date: date
    text: Text
    author: Line = ""
    made_at: AwareDatetime
    changed_at: AwareDatetime | None = None
    deleted_at: AwareDatetime | None = None


class ExportedTask(DataModel):
    """A step, a task or a next contact. Units: weeks, US dollars."""

    kind: Literal["step", "task", "contact"]
    doer: Literal["person", "professional", "other"]
    doer_name: Line = ""
    what: Text
    address: Address = ""
    credential_id: str | None = Field(default=None, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)
    due_on: date | None = None
    weeks: float | None = Field(default=None, ge=0, lt=10_000, allow_inf_nan=False)
    cost_usd: Dollars | None = None
    payer: Line = ""
    evidence: Text = ""
    position: int = Field(default=0, ge=0, le=100_000)
    done_on: date | None = None
    dropped_on: date | None = None
    made_at: AwareDatetime
    changed_at: AwareDatetime | None = None


Status = Literal["suggested", "discussed", "applied", "interview", "placed", "declined"]


class ExportedEvent(DataModel):
    """One change of a job's status. Units: US dollars an hour, hours a week."""

    status: Status
    on_date: date
    reason: Text = ""
    reason_kind: Word = ""
    hourly_wage_usd: Dollars | None = None
    hours_per_week: float | None = Field(default=None, ge=0, le=168, allow_inf_nan=False)
    made_at: AwareDatetime


class ExportedJob(DataModel):
    """A job on the shortlist. `source_key` and `source_ref` say which posting it was, wherever it is read."""

    title: Annotated[str, AfterValidator(_plain), Field(min_length=1, max_length=200)]
    employer_name: Annotated[str, AfterValidator(_plain), Field(max_length=200)] = ""
    source_key: Annotated[str, AfterValidator(_plain), Field(max_length=80)] = ""
    source_ref: Annotated[str, AfterValidator(_plain), Field(max_length=400)] = ""
    soc_code: str | None = Field(default=None, pattern=r"^\d{2}-\d{4}$")
    apply_until: date | None = None
    status: Status
    added_at: AwareDatetime
    changed_at: AwareDatetime
    events: tuple[ExportedEvent, ...] = Field(default=(), max_length=MAX_ITEMS)


class ExportedLook(DataModel):
    """A line of the log: who saw or changed something."""

    at: AwareDatetime
    name: Line = ""
    role: Line
    action: Line


class PersonExport(DataModel):
    """One person. What was not agreed to and is therefore missing stands in `left_out`.

    `more` has what other parts of the site keep, by kind; it is for reading, and is not taken over by an import.
    """

    format: Literal["rungs-person"] = FORMAT
    version: Literal[1] = VERSION
    exported_at: AwareDatetime
    organisation_name: Line
    label: Annotated[str, AfterValidator(_plain), Field(min_length=1, max_length=400)]
    reference: Line = ""
    language: Language = "en"
    is_guardian_asked: bool = False
    added_at: AwareDatetime
    contacted_on: date | None = None
    closed_at: AwareDatetime | None = None
    close_reason: Word = ""
    plan: PlanDocument | None = None
    desk: DeskProfile | None = None
    professionals: tuple[ExportedTie, ...] = Field(default=(), max_length=MAX_ITEMS)
    consents: tuple[ExportedYes, ...] = Field(default=(), max_length=MAX_ITEMS)
    groups: tuple[Line, ...] = Field(default=(), max_length=MAX_ITEMS)
    notes: tuple[ExportedNote, ...] = Field(default=(), max_length=MAX_ITEMS)
    tasks: tuple[ExportedTask, ...] = Field(default=(), max_length=MAX_ITEMS)
    shortlist: tuple[ExportedJob, ...] = Field(default=(), max_length=MAX_ITEMS)
    log: tuple[ExportedLook, ...] = ()
    more: dict[str, tuple[dict[str, JsonValue], ...]] = Field(default_factory=dict)
    left_out: tuple[Purpose, ...] = ()


def write_export(export: PersonExport) -> str:
    """The file: JSON, indented, in UTF-8."""
    return json.dumps(export.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"


def read_export(data: bytes) -> PersonExport:
    """Read a file, wherever it comes from.

    Raises: InvalidExport saying what is wrong and where.
    """
    if len(data) > MAX_BYTES:
        raise InvalidExport(f"The file is larger than {MAX_BYTES // 1_000_000} MB. It is not one of ours.")
    try:
        raw: Any = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidExport(
            "This is not a JSON file in UTF-8 (docs/person-export.md shows the form)."
        ) from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise InvalidExport("This is not the file of a person (docs/person-export.md shows the form).")
    if raw.get("version") != VERSION:
        raise InvalidExport(
            f"version: this file is of version {str(raw.get('version'))[:20]}; this site reads version {VERSION}."
        )
    try:
        return PersonExport.model_validate_json(json.dumps(raw), strict=True)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])[:120] or "file"
        raise InvalidExport(f"{place}: {first['msg']}.") from error
    except (PortalError, RecursionError) as error:  # a region or goal within the plan
        raise InvalidExport(f"plan: {str(error)[:200]}") from error
