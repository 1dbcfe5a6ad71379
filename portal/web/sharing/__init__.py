"""The person's own page: what is shared with whom, yes and no, who looked, a copy, and its deletion. No account."""

from portal.web.sharing.own_copy import add_own_copy
from portal.web.sharing.views import blueprint
from portal.web.sharing.words_views import add_words

add_words(blueprint)
add_own_copy(blueprint)

__all__ = ["blueprint"]
