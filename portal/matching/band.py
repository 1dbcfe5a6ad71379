"""The band: where a person stands, by what the job asks of them alone. What they wish for never changes it."""

from portal.matching.facts import PartVerdict, Required
from portal.matching.model import Band


def band_of(required: Required) -> Band:
    """The first of these that holds.

    *qualifies*: every required part is met, or the posting says that nothing is required. *one step*: one credential
    alone would settle all that is open, and more is open than what the person has not told us. *not yet*: something
    is known to be missing. *ask*: nothing is known to be missing, and something is unknown.
    """
    verdicts = [part.verdict for part in required.parts]
    open_ = [verdict for verdict in verdicts if verdict is not PartVerdict.MET]
    if not open_:
        return Band.ASK if required.is_silent else Band.QUALIFIES
    if required.one_step and any(verdict is not PartVerdict.NOT_TOLD for verdict in open_):
        return Band.ONE_STEP
    return Band.NOT_YET if PartVerdict.MISSING in open_ else Band.ASK
