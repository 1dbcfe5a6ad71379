"""Errors of the portal. A message says what happened, to which record, and what to do."""


class PortalError(Exception):
    """Anything the portal can explain to a person. `portal.web.errors` turns it into a page."""


class NotFound(PortalError):
    """A record that was asked for by its id does not exist."""


class Gone(PortalError):
    """A record existed and was removed (an expired posting); the page offers alternatives."""


class InvalidCode(PortalError):
    """A SOC, CIP, FIPS or ZIP code, a region or a goal is not in the form that we read."""


class InvalidCatalog(PortalError):
    """The credential catalog breaks a rule. `problems` names file, id and fix, one line each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("The credential catalog has errors:\n" + "\n".join(problems))


class InvalidSettings(PortalError):
    """A setting is missing, unknown or unsafe. The message names the setting and the fix."""


class StoreUnavailable(PortalError):
    """The database cannot be opened, is locked, full or of a newer version than this code."""


class SearchUnavailable(PortalError):
    """The search engine cannot answer; pages go on from the store, with a notice."""
