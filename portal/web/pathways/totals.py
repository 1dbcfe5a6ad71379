"""What steps take and cost together, in one line; what is not known is said and never counted as nothing."""

from portal.web.formats import money, weeks
from portal.web.translate import gettext


def say_total(
    known_weeks: float,
    known_cost_usd: float,
    *,
    weeks_at_least: bool,
    cost_at_least: bool,
    after_school: bool = False,
) -> str:
    """`4 months and at least $1,285 in all`. The sums are of what is known; `*_at_least` says that some is not."""
    if weeks_at_least and not known_weeks:
        time = gettext("time not known")
    else:
        time = weeks(known_weeks)
        time = gettext("at least %(time)s", time=time) if weeks_at_least else time
    if cost_at_least and not known_cost_usd:
        return gettext("%(time)s; cost not known yet", time=time)
    cost = money(known_cost_usd)
    cost = gettext("at least %(cost)s", cost=cost) if cost_at_least else cost
    if after_school:
        return gettext("%(time)s and %(cost)s after high school", time=time, cost=cost)
    return gettext("%(time)s and %(cost)s in all", time=time, cost=cost)
