"""The person's own page: what is shared with whom, yes and no, who looked, a copy, and its deletion. No account."""

from portal.web.sharing.own_copy import add_own_copy
from portal.web.sharing.views import blueprint

add_own_copy(blueprint)

__all__ = ["blueprint"]
