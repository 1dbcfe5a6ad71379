"""What the commands of `portal` share: options in the forms that travel, settings, exit codes, text or JSON."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import click
from rich.console import Console
from sqlalchemy.exc import DBAPIError

from portal.domain.credential import EducationLevel
from portal.domain.errors import InvalidCode, PortalError
from portal.domain.model import DataModel
from portal.domain.region import Region, parse_held
from portal.settings import Settings, load_settings

EXIT_FAILED = 1
EXIT_NOTHING = 4
T = TypeVar("T")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON (its schema stands in docs/cli.md).")


class Written(click.ParamType[T]):
    """A value in one of the forms that travel (DESIGN.md §4, "Names that travel")."""

    def __init__(self, name: str, parse: Callable[[str], T]) -> None:
        self.name = name
        self._parse = parse

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> T:
        """Read the text of an option; what cannot be read is wrong use."""
        if not isinstance(value, str):
            return value  # type: ignore[return-value]  # click hands a default through as it is
        try:
            return self._parse(value)
        except InvalidCode as error:
            self.fail(str(error), param, ctx)


REGION = click.option(
    "--region",
    type=Written("REGION", Region.parse),
    help="zip:46402:25, county:18089, metro:26900, wdr:in-1, state:IN or us; the site's default when left out.",
)
HELD = click.option(
    "--held",
    type=Written("IDS", parse_held),
    default="",
    help="Credentials that are held, ids joined by commas.",
)
EDUCATION = click.option(
    "--education",
    type=click.Choice([level.value for level in EducationLevel]),
    help="Highest schooling so far.",
)
EXPERIENCE = click.option("--experience", type=click.IntRange(0, 720), help="Months of work in the field.")
AGE = click.option("--age", type=click.IntRange(5, 120), help="Age in years.")


@contextmanager
def explained() -> Iterator[Settings]:
    """Hand out the settings; turn what the portal can explain into one sentence and an exit code."""
    try:
        yield load_settings()
    except PortalError as error:
        click.echo(f"portal: {error}", err=True)
        sys.exit(EXIT_FAILED)
    except DBAPIError as error:
        click.echo(f"portal: The database is not ready ({error.orig}). Run: portal migrate", err=True)
        sys.exit(EXIT_FAILED)


def open_console(*, stderr: bool = True) -> Console:
    """A console that leaves the words as they are."""
    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def show(answer: DataModel, *, as_json: bool, draw: Callable[[Console], None]) -> None:
    """Print an answer as JSON, or let it be drawn as text."""
    if as_json:
        click.echo(answer.model_dump_json(indent=2))
    else:
        draw(open_console(stderr=False))
