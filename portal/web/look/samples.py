"""Samples for the pattern library: view models as pages get them, each state once. No figure here is real."""

from portal.domain.evidence import EvidenceMethod
from portal.web.jobs.cards import CardFit, JobCard
from portal.web.pathways.good_to_know import GoodToKnow
from portal.web.pathways.rungs import Condition, Rung
from portal.web.proof import Proof
from portal.web.translate import gettext
from portal.web.wages import WageLine
from portal.web.words import METHOD_NAMES

HERE = "/look"


def sample_rungs(count: int) -> tuple[Rung, ...]:
    """A stair of so many rungs: where one stands, the next one, and later ones, with what is known and what is not."""
    name = gettext("A credential")
    wage = WageLine(
        soc_code="00-0000",
        occupation=gettext("A kind of work"),
        amount="$19.20",
        per_year="",
        where=gettext("a place"),
        when=gettext("a month"),
        source=gettext("its source"),
    )
    here = Rung(
        place="here", name=gettext("What you hold"), open_jobs=38, open_url=HERE, asks=4, asks_url=HERE
    )
    next_one = Rung(
        place="next",
        name=name,
        url=HERE,
        time=gettext("6 weeks"),
        cost=gettext("about $900"),
        is_cost_estimate=True,
        conditions=(
            Condition(text=gettext("16 or older"), answer=gettext("you have not told us"), is_open=True),
        ),
        good_to_know=GoodToKnow(unknown=(gettext("We don't know if it is taught online or in person."),)),
        open_jobs=124,
        open_url=HERE,
        likely=3,
        likely_url=HERE,
        wage=wage,
        proofs=sample_proofs()[:2],
    )
    later = Rung(place="later", name=name, url=HERE, time="", cost="", open_jobs=0, open_url=HERE, wage=wage)
    as_before = later.model_copy(update={"open_jobs": 57, "is_wage_as_before": True})
    rungs = [here, next_one, later, *[as_before] * count]
    return tuple(rungs[:count])


def sample_proofs() -> tuple[Proof, ...]:
    """One proof of each method."""
    return tuple(
        Proof(
            claim=gettext("What it costs"),
            method=method.value,
            method_name=str(METHOD_NAMES[method]),
            source=gettext("its source"),
            document="",
            url="",
            checked=gettext("not yet checked at its source"),
            note="",
        )
        for method in EvidenceMethod
    )


def sample_jobs() -> tuple[JobCard, ...]:
    """Cards of jobs: one that fits, a sample with an odd pay, one that says little."""
    plain = JobCard(
        id=1,
        url=HERE,
        title="Nurse Aide",
        employer=gettext("An employer"),
        places=gettext("a place"),
        pay="$18.25–$20.50",
        per_year="",
        pay_doubt=False,
        posted="",
        closes="",
        occupation="",
        is_sample=False,
        miles="3.2 mi",
        fit=CardFit(
            band="qualifies",
            band_text=gettext("You qualify"),
            parts=(
                ("met", gettext("Fits"), gettext("What it asks for")),
                ("ask", gettext("Ask"), gettext("Pay")),
            ),
        ),
    )
    odd = plain.model_copy(update={"is_sample": True, "pay_doubt": True, "fit": None})
    little = plain.model_copy(update={"pay": "", "fit": None, "miles": ""})
    return plain, odd, little
