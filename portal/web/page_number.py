"""Which page of a list an address asks for."""

from portal.domain.errors import InvalidCode

LAST = 500


def parse_page(text: str) -> int:
    """Number of a page of a list; nothing is the first.

    Raises: InvalidCode when it is no number from 1 to `LAST`.
    """
    if not text:
        return 1
    if not text.isascii() or not text.isdigit() or len(text) > 20 or not 1 <= int(text) <= LAST:
        raise InvalidCode(f"“{text[:10]}” is not the number of a page.")
    return int(text)


def count_pages(total: int, size: int) -> int:
    """Pages of a list that can be asked for; one where it is empty."""
    return min(LAST, max(1, -(-total // size)))


def is_elsewhere(text: str, *, page: int, pages: int) -> bool:
    """Whether a list has another address for this page: a number written otherwise (`007`), or beyond the last."""
    return page > pages or (text != "" and text != str(page))
