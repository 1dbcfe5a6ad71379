"""How the pages look for one person: colours, text, movement."""

from portal.web.display.views import blueprint, init_display

__all__ = ["blueprint", "init_display"]
