"""How people usually enter an occupation, in words."""

from portal.domain.outlook import EntryExperience, EntryTraining, TypicalEntry
from portal.web.translate import gettext, lazy_gettext
from portal.web.words import EDUCATION_NAMES

EXPERIENCE_NAMES = {
    EntryExperience.NONE: lazy_gettext("none asked"),
    EntryExperience.UNDER_FIVE_YEARS: lazy_gettext("less than 5 years in related work"),
    EntryExperience.FIVE_YEARS_OR_MORE: lazy_gettext("5 years or more in related work"),
}
TRAINING_NAMES = {
    EntryTraining.NONE: lazy_gettext("none"),
    EntryTraining.SHORT_TERM: lazy_gettext("up to one month"),
    EntryTraining.MODERATE_TERM: lazy_gettext("one month to one year"),
    EntryTraining.LONG_TERM: lazy_gettext("more than one year"),
    EntryTraining.APPRENTICESHIP: lazy_gettext("an apprenticeship"),
    EntryTraining.INTERNSHIP_RESIDENCY: lazy_gettext("an internship or residency"),
}


def entry_facts(entry: TypicalEntry | None) -> tuple[tuple[str, str], ...]:
    """(label, value) pairs; nothing where BLS does not cover the occupation."""
    if entry is None:
        return ()
    schooling = EDUCATION_NAMES[entry.education]
    return (
        (gettext("Schooling"), gettext("no diploma asked") if entry.education.rank == 0 else str(schooling)),
        (gettext("Experience"), str(EXPERIENCE_NAMES[entry.experience])),
        (gettext("Training on the job"), str(TRAINING_NAMES[entry.training])),
    )
