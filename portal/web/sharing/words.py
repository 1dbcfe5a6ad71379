"""What a person says yes to, word by word, and what ends at once when they take it back.

The names and the sentences are what somebody agreed to: a change of either needs a new `WORDS_VERSION` in
`portal.store.consent`, and a test holds the two together.
"""

from portal.domain.model import DataModel
from portal.domain.staff import Purpose
from portal.web.gate.pages import PURPOSE_NAMES
from portal.web.translate import gettext, lazy_gettext

PURPOSE_SENTENCES = {
    Purpose.PLAN: lazy_gettext(
        "They see your goal, what you hold and your steps, and can change them with you."
    ),
    Purpose.JOBS: lazy_gettext(
        "They see what you need in a job, like hours, pay and the way there, and make a list of jobs for you."
    ),
    Purpose.NOTES: lazy_gettext("They write down what you talked about and who does what next."),
    Purpose.REPORT: lazy_gettext("You count as one more in totals. Nobody can tell that it is you."),
    Purpose.SHARE: lazy_gettext(
        "They can make a paper or a file of what you said yes to, for a meeting or an office."
    ),
}
PURPOSE_STOPS = {
    Purpose.PLAN: lazy_gettext("From now on they cannot open your plan."),
    Purpose.JOBS: lazy_gettext("From now on they cannot see your needs or look for jobs for you."),
    Purpose.NOTES: lazy_gettext("From now on they cannot read or write notes about you."),
    Purpose.REPORT: lazy_gettext("From now on no new report counts you."),
    Purpose.SHARE: lazy_gettext("From now on they cannot print or save a copy about you."),
}


class PurposeWords(DataModel):
    """One purpose in plain words."""

    key: str
    name: str
    sentence: str


def words_of(purpose: Purpose) -> PurposeWords:
    """Name and sentence of a purpose, in the language of the page."""
    return PurposeWords(
        key=purpose.value, name=str(PURPOSE_NAMES[purpose]), sentence=str(PURPOSE_SENTENCES[purpose])
    )


def say_stopped(purposes: tuple[Purpose, ...]) -> str:
    """What ended when a yes was taken back, and what cannot be called back."""
    copies = gettext("What was printed or saved before is with whoever has it. We cannot call it back.")
    return " ".join([*(str(PURPOSE_STOPS[purpose]) for purpose in purposes), copies])
