"""What matters to a person, held against a kind of work: by O*NET's ratings where there are some, else ask."""

from sqlmodel import Session

from portal.domain.model import DataModel
from portal.matching.elements import ELEMENT_IDS
from portal.matching.facts import PostingFacts
from portal.matching.match import match
from portal.matching.wishes import Wishes
from portal.store.onet_elements import list_elements
from portal.web.choices import Choices
from portal.web.jobs.filters import FIT, JobFilters
from portal.web.jobs.fit import FitLine, onet_attribution, wish_lines
from portal.web.jobs.needs_form import NeedsForm, build_needs_form
from portal.web.matching_config import matching_config
from portal.web.translate import gettext


class WorkNeeds(DataModel):
    """The section of the page: a line for each thing that was chosen, and the form to choose."""

    lines: tuple[FitLine, ...]
    form: NeedsForm
    action: str
    hidden: tuple[tuple[str, str], ...]
    jobs_url: str
    attribution: str


def build_work_needs(session: Session, soc_code: str, choices: Choices) -> WorkNeeds:
    """The section for one occupation. Workplaces differ: what O*NET does not rate is always to be asked."""
    action, wishes = f"/occupations/{soc_code}", choices.needs
    elements = list_elements(session, {soc_code}, ELEMENT_IDS).get(soc_code, ()) if wishes else ()
    found = match(PostingFacts(elements=elements), wishes, matching_config())
    lines = wish_lines(found, silent_text=gettext("This differs from job to job. Look at each job, or ask."))
    bare = choices.with_(needs=Wishes())
    return WorkNeeds(
        lines=lines,
        form=build_needs_form(wishes, form_id="work-form", clear_url=bare.url(action)),
        action=action,
        hidden=tuple(bare.pairs()),
        jobs_url=JobFilters(choices=choices, soc=soc_code, sort=FIT).url(),
        attribution=onet_attribution() if any(line.element for line in lines) else "",
    )
