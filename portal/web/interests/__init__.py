"""What do you like? Pictures of work, the interests that the answers show, and work near you that fits."""

from portal.web.interests.drawings import init_drawings
from portal.web.interests.views import blueprint

__all__ = ["blueprint", "init_drawings"]
