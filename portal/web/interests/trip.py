"""Where a person is in a set of questions: all of it stands in the address, nothing is kept on the server."""

import re
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from portal.domain.model import DataModel
from portal.web.choices import WAYS
from portal.web.interests.question_sets import SKIPPED, QuestionSet

ONE, ALL = "one", "all"
_ANSWER = re.compile(r"a([0-9]{1,2})")


class Trip(DataModel):
    """A question, the answers so far (one letter a question), and the place and credentials that go along."""

    key: str
    answers: str
    at: int = 1
    view: str = ONE
    region: str = ""
    held: str = ""
    needs: str = ""
    way: str = ""
    all: str = ""
    """Set: the result shows all work that fits."""

    def url(self, page: str = "", **changes: object) -> str:
        """The address of this moment; `page` is `result`, or empty for the questions."""
        then = self.model_copy(update=changes)
        pairs = [
            ("answers", then.answers.rstrip(SKIPPED)),
            ("at", "" if page or then.at == 1 else str(then.at)),
            ("view", "" if page or then.view == ONE else then.view),
            ("region", then.region),
            ("held", then.held),
            ("needs", then.needs),
            ("way", then.way),
            ("all", then.all if page else ""),
        ]
        query = urlencode([(name, value) for name, value in pairs if value], safe=":,")
        path = f"/interests/{then.key}" + (f"/{page}" if page else "")
        return f"{path}?{query}" if query else path

    def fields(self) -> list[tuple[str, str]]:
        """What a form of the result sends along beside its own fields."""
        pairs = [
            ("answers", self.answers.rstrip(SKIPPED)),
            ("held", self.held),
            ("needs", self.needs),
            ("way", self.way),
        ]
        return [(name, value) for name, value in pairs if value]


def read_trip(questions: QuestionSet, args: "MultiDict[str, str]") -> Trip:
    """What an address says, or a form that was sent; a radio button counts before the letters.

    Raises: InvalidCode for answers that cannot be read.
    """
    answers = list(questions.read(args.get("answers", "")))
    known = {choice.code for choice in questions.choices}
    for name, value in args.items():
        found = _ANSWER.fullmatch(name)
        if found and value in known and 1 <= int(found[1]) <= len(answers):
            answers[int(found[1]) - 1] = value
    at = args.get("at", "1")
    return Trip(
        key=questions.key,
        answers="".join(answers),
        at=min(max(int(at), 1), len(answers)) if re.fullmatch(r"[0-9]{1,3}", at) else 1,
        view=ALL if args.get("view") == ALL else ONE,
        region=args.get("region", "").strip()[:80],
        held=",".join(args.getlist("held"))[:2000],
        needs=",".join(filter(None, args.getlist("needs")))[:200],
        way=args.get("way", "") if args.get("way") in WAYS else "",
    )
