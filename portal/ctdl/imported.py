"""What an import brings: records beside the catalog, each with its source. A curator decides what enters it."""

import re
from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field

from portal.domain.credential import CredentialKind, CredentialStatus, EdgeKind
from portal.domain.evidence import Evidence
from portal.domain.model import DataModel

_CTID = re.compile(r"ce-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def resource_key(ref: str) -> str:
    """One key for all addresses of a resource: its CTID where the address holds one, else the address.

    The Registry writes `/graph/ce-…` and `/resources/ce-…` for the same thing, in both cases of letters.
    """
    found = _CTID.search(ref)
    return found[0].lower() if found else ref


class Imported(DataModel):
    """What every imported record says of itself. Texts are kept letter by letter."""

    model_config = ConfigDict(str_strip_whitespace=False)

    key: str
    """CTID, or the record's own address."""
    ctid: str | None = None
    ctdl_class: str
    names: dict[str, str] = Field(description="language tag to name; an empty tag where none is stated")
    evidence: Evidence

    @property
    def name(self) -> str:
        """The English name, else the first there is, else the key."""
        english = [text for tag, text in self.names.items() if tag.lower().startswith("en")]
        return (english or list(self.names.values()) or [self.key])[0]


class ImportedAgent(DataModel):
    """An organisation that a record names. `name` is empty where the import does not hold it."""

    key: str
    name: str = ""


class ImportedCode(DataModel):
    """A code or concept as it is written, with the framework that it names; of which year is often not said."""

    code: str = ""
    name: str = ""
    framework: str = ""


class ImportedCost(DataModel):
    """One price of one kind (`costType:Tuition`). Units: `price` in `currency`."""

    price: float | None
    currency: str = ""
    kind: str = ""
    description: str = ""
    url: str = ""
    start_date: str = ""


class Assertion(DataModel):
    """What a third party says of a record: `accredited`, `approved`, `recognized`, `regulated`, `offered`."""

    kind: str
    agent: ImportedAgent


class RequirementGroup(DataModel):
    """Credentials of which one is asked for. Groups of one record are asked together."""

    any_of: tuple[str, ...]
    note: str = ""


class ImportedCredential(Imported):
    """A credential as a registry describes it. What it does not say is None or empty, never guessed.

    Units: weeks as in `find_weeks`; months.
    """

    kind: CredentialKind | None = Field(
        description="None where CTDL's class is none of ours (Diploma, Degree)"
    )
    owners: tuple[ImportedAgent, ...] = ()
    descriptions: dict[str, str] = Field(default={})
    alternate_names: tuple[str, ...] = ()
    homepage: str = ""
    status: CredentialStatus | None = None
    occupations: tuple[ImportedCode, ...] = ()
    programs: tuple[ImportedCode, ...] = ()
    subjects: tuple[str, ...] = ()
    competencies: tuple[str, ...] = ()
    weeks_low: float | None = None
    weeks_exact: float | None = None
    weeks_high: float | None = None
    costs: tuple[ImportedCost, ...] = ()
    renewal_months: int | None = None
    jurisdictions: tuple[str, ...] = ()
    requirement_groups: tuple[RequirementGroup, ...] = ()
    learning_keys: tuple[str, ...] = Field(default=(), description="courses and programmes that it asks for")
    conditions: tuple[str, ...] = Field(default=(), description="what is asked for in words")
    assertions: tuple[Assertion, ...] = ()


class ImportedLearning(Imported):
    """A course or programme: who teaches it, what it leads to, costs and takes."""

    providers: tuple[ImportedAgent, ...] = ()
    homepage: str = ""
    programs: tuple[ImportedCode, ...] = ()
    occupations: tuple[ImportedCode, ...] = ()
    teaches: tuple[str, ...] = ()
    weeks_exact: float | None = None
    costs: tuple[ImportedCost, ...] = ()


class ImportedOther(Imported):
    """An organisation, an assessment, a pathway, a component, a manifest."""

    owners: tuple[ImportedAgent, ...] = ()
    homepage: str = ""


class ImportedTransferValue(Imported):
    """What learning elsewhere is worth. Units: `credits` in `unit`."""

    credits: float | None = None
    unit: str = ""
    from_keys: tuple[str, ...] = ()
    for_keys: tuple[str, ...] = ()
    start_date: str = ""
    end_date: str = ""


class ImportedEdge(DataModel):
    """How one imported record leads to another; ends are keys."""

    kind: EdgeKind
    from_key: str
    to_key: str
    note: str = ""
    evidence: Evidence


class RemarkKind(StrEnum):
    """Why a remark was made."""

    DUPLICATE = "duplicate"
    CIRCLE = "circle"
    NO_NAME = "no name"
    TEST_DATA = "test data"
    DELETED = "deleted"
    DOCUMENT = "document"


class ImportRemark(DataModel):
    """Something odd in an import that a person should know."""

    kind: RemarkKind
    key: str
    message: str


class ImportedBatch(DataModel):
    """All that one import brings."""

    source: str
    imported_on: date
    credentials: tuple[ImportedCredential, ...] = ()
    learning: tuple[ImportedLearning, ...] = ()
    transfer_values: tuple[ImportedTransferValue, ...] = ()
    others: tuple[ImportedOther, ...] = ()
    edges: tuple[ImportedEdge, ...] = ()
    deleted_keys: tuple[str, ...] = Field(default=(), description="records that the source says it deleted")
    not_taken: dict[str, int] = Field(
        default={}, description="class to number of nodes that are no records of ours"
    )
    remarks: tuple[ImportRemark, ...] = ()
