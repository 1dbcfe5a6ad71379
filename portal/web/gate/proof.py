"""How long a shown password, passkey or single sign-on counts for what is sensitive."""

from datetime import timedelta

from portal.domain.staff import Staff
from portal.web.gate.access import site_settings

FRESH = timedelta(minutes=15)


def is_fresh(staff: Staff) -> bool:
    """Whether the professional proved who they are within the last 15 minutes."""
    return site_settings().now() - staff.proved_at <= FRESH
