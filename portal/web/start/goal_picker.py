"""Where to? Goals to choose from, grouped by career field and narrowed by what somebody types."""

from collections import defaultdict
from collections.abc import Iterable

from portal.domain.credential import Credential
from portal.domain.errors import SearchUnavailable
from portal.domain.model import DataModel
from portal.search.port import SearchEngine, SearchKind, SearchQuery
from portal.web.credentials.finding import fold
from portal.web.knowledge import Knowledge
from portal.web.translate import gettext, ngettext
from portal.web.words import cluster_name, credential_name, list_clusters
from portal.web.work_names import name_work

DOORS = (1, 2, 3)
MOST_CREDENTIALS = 12
"""Credentials are goals too, but only who types one gets to see them here; each one's page leads to its ladder."""


class GoalOption(DataModel):
    """One goal to choose. `is_english`: its name is an official English title whatever the page is."""

    value: str
    label: str
    is_english: bool = False
    is_chosen: bool = False


class GoalGroup(DataModel):
    """Goals under one heading; `cluster` is empty for those of no field."""

    cluster: str = ""
    heading: str = ""
    options: tuple[GoalOption, ...]
    is_open: bool = False


class GoalPicker(DataModel):
    """The goals that fit what was typed; all of them where nothing was."""

    work: str = ""
    goal: str = ""
    corrected: str = ""
    groups: tuple[GoalGroup, ...]
    found: int | None = None
    """How many fit what was typed; None where nothing was typed."""


def find_goals(
    known: Knowledge, engine: SearchEngine, *, work: str, goal: str, is_short: bool = False
) -> GoalPicker:
    """The picker; where nothing fits as it was typed, what the search takes a typing error for."""
    picker = build_goal_picker(known, work=work, goal=goal, is_short=is_short)
    if picker.found != 0:
        return picker
    try:
        result = engine.search(SearchQuery(kind=SearchKind.OCCUPATIONS, text=picker.work, size=20))
    except SearchUnavailable:
        return picker
    return build_goal_picker(
        known,
        work=picker.work,
        goal=goal,
        also=frozenset(hit.id for hit in result.hits),
        corrected=result.corrected or "",
    )


def build_goal_picker(
    known: Knowledge,
    *,
    work: str,
    goal: str,
    also: frozenset[str] = frozenset(),
    corrected: str = "",
    is_short: bool = False,
) -> GoalPicker:
    """Goals by field. With `work` typed, the ones that its words fit; the chosen goal always stays to be seen.

    `also` are codes of occupations that fit by what another search knows, after it `corrected` the words. A short
    picker leaves the fields to the page of goals, for a page that has other long lists.
    """
    work = " ".join(work.split())[:80]
    words = fold(corrected or work).split()
    field_of, names_of = _fields(known)
    named = {code: name_work(code, known.occupation_title(code)) for code in field_of}
    groups = [_no_fixed_goal(goal)] if not words or goal.startswith("doors:") else []
    for cluster in list_clusters():
        field = fold(cluster_name(cluster.slug)) if words else ""
        options = [
            GoalOption(
                value=f"occupation:{code}",
                label=named[code].title,
                is_english=named[code].is_english,
                is_chosen=goal == f"occupation:{code}",
            )
            for code, slug in field_of.items()
            if slug == cluster.slug
            and (
                code in also
                or goal == f"occupation:{code}"
                or _fits(words, (known.occupation_title(code), named[code].title, field, *names_of[code]))
            )
        ]
        if is_short and not words:
            options = [option for option in options if option.is_chosen]
        options.sort(key=lambda option: option.label)
        if not words and not is_short and options:
            options.append(
                GoalOption(
                    value=f"cluster:{cluster.slug}",
                    label=gettext("Any work in this field"),
                    is_chosen=goal == f"cluster:{cluster.slug}",
                )
            )
        groups.append(_group(options, cluster=cluster.slug, is_open=bool(words)))
    if words:
        # The field in which most fits stands first: "nurse" is health before it is a nursery.
        groups.sort(key=lambda group: -len(group.options))
        groups.append(_credentials(known, words, goal))
    kept = tuple(group for group in groups if group.options)
    return GoalPicker(
        work=work,
        goal=goal,
        corrected=corrected,
        groups=kept,
        found=sum(len(group.options) for group in kept) if words else None,
    )


def only_match(picker: GoalPicker) -> str:
    """The goal that is meant where exactly one fits what was typed; else empty."""
    options = [option for group in picker.groups for option in group.options]
    return options[0].value if picker.found == 1 else ""


def _no_fixed_goal(goal: str) -> GoalGroup:
    options = [
        GoalOption(
            value=f"doors:{steps}",
            label=ngettext(
                "The most open jobs with %(num)s step", "The most open jobs with %(num)s steps", steps
            ),
            is_chosen=goal == f"doors:{steps}",
        )
        for steps in DOORS
    ]
    return _group(options, heading=gettext("Not sure yet"), is_open=True)


def _group(
    options: Iterable[GoalOption], *, cluster: str = "", heading: str = "", is_open: bool
) -> GoalGroup:
    options = tuple(options)
    return GoalGroup(
        cluster=cluster,
        heading=heading,
        options=options,
        is_open=is_open or any(option.is_chosen for option in options),
    )


def _credentials(known: Knowledge, words: list[str], goal: str) -> GoalGroup:
    fitting = [
        each
        for each in known.catalog.credentials
        if each.id in known.graph.earnable and (goal == f"credential:{each.id}" or _fits(words, _names(each)))
    ]
    fitting.sort(key=lambda each: (len(credential_name(each)), each.id))
    options = [
        GoalOption(
            value=f"credential:{each.id}",
            label=credential_name(each),
            is_chosen=goal == f"credential:{each.id}",
        )
        for each in fitting[:MOST_CREDENTIALS]
    ]
    return _group(options, heading=gettext("Credentials"), is_open=True)


def _fields(known: Knowledge) -> tuple[dict[str, str], dict[str, set[str]]]:
    """The field of each occupation that some credential leads to, and the names of those credentials: they are
    words by which people look for the work, in the language of the page too."""
    field_of: dict[str, str] = {}
    names_of: dict[str, set[str]] = defaultdict(set)
    for credential in known.catalog.credentials:
        for code in credential.soc_codes:
            field_of.setdefault(code, credential.clusters[0])
            names_of[code].update(_names(credential))
    return field_of, names_of


def _names(credential: Credential) -> tuple[str, ...]:
    return (credential.name, credential.name_es, *credential.aliases, *credential.aliases_es)


def _fits(words: list[str], texts: Iterable[str]) -> bool:
    """Whether one of the texts holds every word; a word may stand for the start of a longer one."""
    return not words or any(all(_starts(word, text) for word in words) for text in map(fold, texts))


def _starts(word: str, text: str) -> bool:
    return f" {word}" in f" {text}"
