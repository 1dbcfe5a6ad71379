"""Who works with Rungs by profession: roles, what each may do, and the purposes that a person says yes to."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from portal.domain.errors import PortalError
from portal.domain.model import DataModel


class Role(StrEnum):
    """What somebody is within an organisation. Each account has one."""

    COUNSELOR = "counselor"
    VR_COUNSELOR = "vr_counselor"
    CURATOR = "curator"
    ADMINISTRATOR = "administrator"
    READ_ONLY = "read_only"


class Permission(StrEnum):
    """What a role may do. A person's page needs a tie to that person too, and the person's yes to its purpose."""

    OWN_ACCOUNT = "own_account"
    SEE_PEOPLE = "see_people"
    CHANGE_PEOPLE = "change_people"
    MATCH_DESK = "match_desk"
    SEE_REPORTS = "see_reports"
    LEAD_CLASS = "lead_class"
    CURATE = "curate"
    ADMINISTER = "administer"
    READ_AUDIT = "read_audit"


_GUIDES = frozenset(
    {
        Permission.OWN_ACCOUNT,
        Permission.SEE_PEOPLE,
        Permission.CHANGE_PEOPLE,
        Permission.MATCH_DESK,
        Permission.SEE_REPORTS,
        Permission.LEAD_CLASS,
    }
)
PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.COUNSELOR: _GUIDES,
        Role.VR_COUNSELOR: _GUIDES,
        Role.CURATOR: frozenset({Permission.OWN_ACCOUNT, Permission.CURATE}),
        Role.ADMINISTRATOR: frozenset(
            {
                Permission.OWN_ACCOUNT,
                Permission.SEE_REPORTS,
                Permission.ADMINISTER,
                Permission.READ_AUDIT,
            }
        ),
        Role.READ_ONLY: frozenset({Permission.OWN_ACCOUNT, Permission.SEE_PEOPLE, Permission.SEE_REPORTS}),
    }
)
"""An administrator keeps accounts and reads the log, and no page shows them a plan: that takes a tie, and a guide's
role. One thing goes further: the organisation's archive. It holds what people agreed to who said yes to copies that
leave the site, asks for a fresh proof, and stands in the log of each of them (docs/threat-model.md).
"""

SECOND_FACTOR_ROLES = frozenset({Role.VR_COUNSELOR, Role.ADMINISTRATOR})
"""Roles that prove themselves in two ways, whatever their organisation asks."""


class Purpose(StrEnum):
    """What a person says yes to, each by itself."""

    PLAN = "plan"
    """See my plan and work on it with me."""
    JOBS = "jobs"
    """Look for jobs for me, by what I need and can do."""
    NOTES = "notes"
    """Keep notes and tasks about our talks."""
    REPORT = "report"
    """Count me in reports that name nobody."""
    SHARE = "share"
    """Print or save a copy that may leave this site."""


class Staff(DataModel):
    """Who is signed in, for one request."""

    account_id: str
    organisation_id: str
    organisation_name: str
    role: Role
    name: str
    language: str = "en"
    session_id: str
    has_second_factor: bool
    needs_second_factor: bool
    proved_at: datetime
    """When they last showed their password, passkey or single sign-on."""

    def may(self, permission: Permission) -> bool:
        """Whether the role has this permission."""
        return permission in PERMISSIONS[self.role]


class NotAllowed(PortalError):
    """The role of whoever asks may not do this."""


class ConsentNeeded(PortalError):
    """The person has not said yes to this purpose, or took the yes back."""

    def __init__(self, purpose: Purpose, person_id: str) -> None:
        self.purpose, self.person_id = purpose, person_id
        super().__init__(f"The person has not agreed to “{purpose.value}”. Ask them first.")


class EditConflict(PortalError):
    """Somebody else changed the same thing meanwhile. Nothing was written; both versions are to be shown."""
