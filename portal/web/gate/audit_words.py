"""A sentence for everything that the log holds, for the person it is about and for who keeps the log."""

from collections.abc import Mapping

from portal.web.translate import gettext, lazy_gettext

ACTIONS: Mapping[str, object] = {
    "sharing.save_answers": lazy_gettext("Said yes to something"),
    "sharing.stop": lazy_gettext("Took a yes back"),
    "sharing.download": lazy_gettext("Saved a copy of everything"),
    "sharing.ask_for_deletion": lazy_gettext("Asked to be deleted"),
    "sharing.delete_now": lazy_gettext("Deleted everything"),
    "sharing.open_plan": lazy_gettext("Opened the plan"),
    "system.retention": lazy_gettext("Deleted the record: it was kept long enough"),
}


def say_action(action: str) -> str:
    """What was done, in the language of the page."""
    words = ACTIONS.get(action)
    return str(words) if words is not None else gettext("Did something that has no name here (%(code)s)", code=action)
