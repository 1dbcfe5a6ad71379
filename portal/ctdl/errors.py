"""What is wrong with a CTDL document as a whole."""

from portal.domain.errors import PortalError


class UnreadableCtdl(PortalError):
    """A document is not JSON, is cut off, too large or too deep. The message names it and says what to do."""
