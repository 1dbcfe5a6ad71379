"""The goal of a ladder in words."""

from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.region import Goal, GoalKind
from portal.web.formats import money
from portal.web.knowledge import Knowledge
from portal.web.translate import gettext, ngettext
from portal.web.words import cluster_name, credential_name, find_cluster
from portal.web.work_names import name_work


class GoalView(DataModel):
    """A goal as pages name it. `soc_code` is set where it is an occupation or a credential of one."""

    goal: str
    name: str
    cluster: str = ""
    soc_code: str = ""
    is_english: bool = False


def read_goal(known: Knowledge, goal: Goal) -> GoalView:
    """Name a goal.

    Raises: NotFound when there is no such occupation, credential or cluster.
    """
    if goal.kind is GoalKind.OCCUPATION:
        if goal.value not in known.occupation_titles:
            raise NotFound(f"{goal.value} is not an occupation of SOC 2018. Pick the work from the list.")
        work = name_work(goal.value, known.occupation_title(goal.value))
        return GoalView(
            goal=str(goal),
            name=work.title,
            cluster=_cluster_of(known, goal.value),
            soc_code=goal.value,
            is_english=work.is_english,
        )
    if goal.kind is GoalKind.CREDENTIAL:
        credential = known.graph.get(goal.value)
        return GoalView(
            goal=str(goal),
            name=credential_name(credential),
            cluster=credential.clusters[0],
            soc_code=credential.soc_codes[0] if credential.soc_codes else "",
        )
    if goal.kind is GoalKind.CLUSTER:
        if find_cluster(goal.value) is None:
            raise NotFound(f"“{goal.value}” is not a career cluster. Pick one from the start page.")
        return GoalView(goal=str(goal), name=cluster_name(goal.value), cluster=goal.value)
    if goal.kind is GoalKind.WAGE:
        return GoalView(goal=str(goal), name=gettext("%(pay)s a year", pay=money(float(goal.value))))
    if goal.kind is GoalKind.DOORS:
        steps = int(goal.value)
        return GoalView(
            goal=str(goal),
            name=ngettext(
                "as many open jobs as one step gives", "as many open jobs as %(num)s steps give", steps
            ),
        )
    return GoalView(goal=str(goal), name=gettext("the job that you chose"))


def _cluster_of(known: Knowledge, soc_code: str) -> str:
    for credential in known.catalog.credentials:
        if soc_code in credential.soc_codes:
            return credential.clusters[0]
    return ""
