"""Which jobs a list shows, as it stands in the address."""

from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from portal.domain.codes import parse_soc_code
from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel
from portal.web.choices import Choices
from portal.web.credentials.finding import parse_page

STATES = ("qualifies", "one_away", "further", "unknown", "likely", "asks")


class JobFilters(DataModel):
    """Text and filters of the list.

    `state` keeps jobs before which the person stands so; `opened_by` keeps those that become *qualifies* by
    adding this credential to what is held. `choices` carry the place and what is held.
    """

    text: str = ""
    choices: Choices = Choices()
    credential: str = ""
    soc: str = ""
    state: str = ""
    opened_by: str = ""
    page: int = 1

    def url(self, page: int = 1) -> str:
        """The one address of this list."""
        pairs = [
            ("q", self.text),
            *self.choices.pairs(),
            ("credential", self.credential),
            ("soc", self.soc),
            ("state", self.state),
            ("opened_by", self.opened_by),
            ("page", str(page) if page > 1 else ""),
        ]
        query = urlencode([(key, value) for key, value in pairs if value], safe=":,")
        return f"/jobs?{query}" if query else "/jobs"


def parse_job_filters(args: "MultiDict[str, str]", choices: Choices) -> JobFilters:
    """Read the query of the list; the place is read apart, because people type it.

    Raises: InvalidCode for a code, state or page that there is not.
    """
    state = args.get("state", "")
    if state and state not in STATES:
        raise InvalidCode(f"“{state[:20]}” is not a state of a job. Use one of: {', '.join(STATES)}.")
    return JobFilters(
        text=" ".join(args.get("q", "").split())[:200],
        choices=choices,
        credential=args.get("credential", "")[:80],
        soc=parse_soc_code(args["soc"]) if args.get("soc") else "",
        state=state,
        opened_by=args.get("opened_by", "")[:80],
        page=parse_page(args.get("page", "")),
    )
