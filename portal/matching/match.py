"""One posting against one person: every criterion, and the band."""

from portal.matching.age import age
from portal.matching.band import band_of
from portal.matching.config import MatchingConfig
from portal.matching.credential_fit import credential_fit
from portal.matching.distance import distance
from portal.matching.education import education
from portal.matching.experience import experience
from portal.matching.facts import PostingFacts
from portal.matching.hours import hours
from portal.matching.lifting import lifting
from portal.matching.model import Criterion, CriterionKey, Line, Match
from portal.matching.noise import noise
from portal.matching.pace import pace
from portal.matching.pay import pay
from portal.matching.remote import remote
from portal.matching.shift import shift
from portal.matching.skills import skills
from portal.matching.standing import standing
from portal.matching.training import training
from portal.matching.transport import transport
from portal.matching.weekends import weekends
from portal.matching.wishes import Wishes


def match(facts: PostingFacts, wishes: Wishes, config: MatchingConfig) -> Match:
    """All criteria in the order of `CriterionKey`: what does not matter says so, and none is left out."""
    key = CriterionKey
    lines: dict[CriterionKey, tuple[Line, ...]] = {
        key.CREDENTIALS: credential_fit(facts),
        key.EDUCATION: education(facts),
        key.EXPERIENCE: experience(facts),
        key.AGE: age(facts),
        key.SKILLS: skills(facts),
        key.PAY: pay(facts, wishes),
        key.DISTANCE: distance(facts),
        key.SHIFT: shift(facts, wishes),
        key.WEEKENDS: weekends(facts, wishes),
        key.HOURS: hours(facts, wishes),
        key.REMOTE: remote(facts, wishes),
        key.TRANSPORT: transport(facts, wishes),
        key.TRAINING: training(facts, wishes),
        key.STANDING: standing(facts, wishes, config),
        key.LIFTING: lifting(facts, wishes, config),
        key.NOISE: noise(facts, wishes, config),
        key.PACE: pace(facts, wishes, config),
    }
    return Match(
        criteria=tuple(Criterion(key=each, lines=lines[each]) for each in CriterionKey),
        band=band_of(facts.required),
        is_likely=facts.required.is_likely,
        one_step=facts.required.one_step,
    )
