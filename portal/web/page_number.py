"""Which page of a list an address asks for."""

from portal.domain.errors import InvalidCode


def parse_page(text: str) -> int:
    """Number of a page of a list; nothing is the first.

    Raises: InvalidCode when it is no number from 1 to 500.
    """
    if not text:
        return 1
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:4]) <= 500:
        raise InvalidCode(f"“{text[:10]}” is not the number of a page.")
    return int(text[:4])
