"""A plan drawn: at each rung what is then held, what it newly opens here, and which occupations it reaches."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.stacks.plan_model import Step
from portal.stacks.unlock import UnlockIndex


class Rung(DataModel):
    """One step of a ladder with the jobs at it. Posting ids rise; counts are of the region and day of the mask.

    `opens` are postings for which the person qualifies from this rung on and not before. `asks` are those from
    which this rung takes the last missing part, while something that the person has not told, or that we could
    not resolve, is still open: show them apart as "ask". `postings_by_occupation` counts all postings of an
    occupation, whatever they ask.
    """

    step: Step
    weeks_so_far: float
    cost_usd_so_far: float
    held: tuple[str, ...]
    opens: tuple[int, ...]
    asks: tuple[int, ...]
    qualifies: int
    soc_codes: tuple[str, ...]
    postings_by_occupation: dict[str, int]


class Ladder(DataModel):
    """The rungs, lowest first, above what is open already. `asks_now` as in `Rung.asks`."""

    opens_now: tuple[int, ...]
    asks_now: tuple[int, ...]
    rungs: tuple[Rung, ...]


def draw_ladder(
    steps: Sequence[Step], person: Person, *, index: UnlockIndex, mask: npt.NDArray[np.bool_]
) -> Ladder:
    """Draw the steps of a plan over the postings of a mask.

    Raises: NotFound when the person holds a credential that the catalog does not have.
    """
    graph = index.graph
    opens_now, asks_now = index.qualifying(person, mask), index.asking(person, mask)
    opened, asked = set(opens_now), set(asks_now)
    rungs = []
    weeks = cost = 0.0
    for step in steps:
        person = person.model_copy(update={"held": (*person.held, step.credential_id)})
        weeks += step.weeks or 0.0
        cost += step.cost_usd or 0.0
        opens, asks = index.qualifying(person, mask), index.asking(person, mask)
        soc_codes = graph.get(step.credential_id).soc_codes
        rungs.append(
            Rung(
                step=step,
                weeks_so_far=weeks,
                cost_usd_so_far=cost,
                held=tuple(sorted(graph.standing_of(person))),
                opens=tuple(id_ for id_ in opens if id_ not in opened),
                asks=tuple(id_ for id_ in asks if id_ not in asked),
                qualifies=len(opens),
                soc_codes=soc_codes,
                postings_by_occupation=index.count_by_occupation(soc_codes, mask),
            )
        )
        opened.update(opens)
        asked.update(asks)
    return Ladder(opens_now=opens_now, asks_now=asks_now, rungs=tuple(rungs))
