"""Where to go after signing in: a page of the professional's side, and nowhere else."""

from urllib.parse import unquote, urlsplit

from portal.domain.staff import PERMISSIONS as OF_ROLE
from portal.domain.staff import Permission, Role

START = "/staff"
_OWN = "/staff/security"
_STARTS = (
    (Permission.SEE_PEOPLE, START),
    (Permission.ADMINISTER, "/staff/admin/accounts"),
    (Permission.CURATE, "/staff/curate"),
)
_NOT_AFTER = ("/staff/sign-in", "/staff/sign-out", "/staff/oidc", "/staff/passkey")


def next_page(text: str, *, role: Role) -> str:
    """The wished page where it is one of ours below /staff, else the first page of the role."""
    start = next((path for permission, path in _STARTS if permission in OF_ROLE[role]), _OWN)
    if not is_staff_page(text) or urlsplit(text).path in (START, *_NOT_AFTER):
        return start
    return text


def is_staff_page(text: str) -> bool:
    """Whether this is an address of this site below /staff, in whichever way a browser may read it."""
    if not text.isprintable() or "\\" in text or len(text) > 900:
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    path = unquote(parts.path)
    return (
        not parts.scheme
        and not parts.netloc
        and (path == START or path.startswith(f"{START}/"))
        and "//" not in path
        and "\\" not in path
        and ".." not in path.split("/")
        and path.isprintable()
    )
