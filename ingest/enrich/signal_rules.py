"""How postings say shift, remote work, training, transport and physical demands: one rule a thing that can be said."""

import re
from dataclasses import dataclass

from portal.domain.posting_text import SignalKind, SignalValue


@dataclass(frozen=True)
class Rule:
    """A thing that can be said. `hints`: small-letter words of which one must stand in the sentence.

    `unless` and `needs` are looked for in the whole sentence.
    """

    kind: SignalKind
    value: SignalValue
    hints: tuple[str, ...]
    says: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    needs: re.Pattern[str] | None = None


def _rule(
    kind: SignalKind,
    hints: str,
    *,
    says: str,
    value: SignalValue = SignalValue.STATED,
    unless: str = "",
    needs: str = "",
) -> Rule:
    def compiled(pattern: str) -> re.Pattern[str] | None:
        return re.compile(pattern, re.I) if pattern else None

    words = tuple(hints.split("|"))
    return Rule(kind, value, words, re.compile(says, re.I), compiled(unless), compiled(needs))


_K, _V = SignalKind, SignalValue
_DAY_OFF = r"\brdos?\b|days? off (?:are|is|:)"
_AT_WORK = (
    r"\b(?:work\w*|hours?|shifts?|schedul\w*|require\w*|able|ability|must|availab\w*|flexib\w*|may|willing\w*|attend|"
    r"tours?|overtime|position|week|comfortable|nights?|need\w*|no|off|rotat\w*|days)\b"
)
"""Evenings and weekends are also when a programme serves people."""
_NEEDED = (
    r"\b(?:able|ability|must|requir\w*|prolonged|extended|long periods?|continuous\w*|frequent\w*|occasional\w*|"
    r"regular\w*|constant\w*|involves?|physical\w*|may|hours|repeated\w*|willing\w*|need)\b"
)
_DAYS = r"(?:one|two|three|four|\d) (?:\(\d\) )?days?"
_SHIFTS = (
    _rule(
        _K.SHIFT, "shift", value=_V.DAY, unless=_DAY_OFF,
        says=r"\b(?:day|1st|first|morning)[- ]shifts?\b",
    ),
    _rule(
        _K.SHIFT, "evening|shift", value=_V.EVENING, unless=_DAY_OFF, needs=_AT_WORK,
        says=r"\b(?:(?:evening|2nd|second|afternoon)[- ]shifts?|evenings|"
        r"evening (?:\w+ )?(?:hours|work|tours?|meetings|events))\b",
    ),
    _rule(
        _K.SHIFT, "night|shift", value=_V.NIGHT, unless=_DAY_OFF + r"|\b\d+ (?:days and )?nights? (?:stay|hotel)",
        says=r"\b(?:(?:night|3rd|third|overnight|midnight|graveyard)[- ](?:shifts?|tours?)|overnights|nights|"
        r"night (?:work|hours)|overnight (?:hours|work|position))\b",
        needs=_AT_WORK,
    ),
    _rule(
        _K.SHIFT, "weekend|saturday|sunday", value=_V.WEEKEND, needs=_AT_WORK,
        says=r"\b(?:weekends?\b(?: (?:shifts?|work|hours|days))?|saturdays? (?:and|or|&|/) sundays?|"
        r"(?:saturdays|sundays)\b)",
        unless=_DAY_OFF + r"|weekend (?:program|event|getaway|course)|close of business",
    ),
    _rule(
        _K.SHIFT, "shift|tour", value=_V.ROTATING,
        says=r"\b(?:rotating|rotational|swing) (?:\w+ )?(?:shifts?|tours?)|\bshift rotation",
    ),
    _rule(
        _K.SHIFT, "on call|on-call|standby", value=_V.ON_CALL,
        says=r"\bon[- ]call\b(?! cent(?:er|re))|\bstandby (?:duty|basis|schedule)|\bon standby\b",
        unless=r"on[- ]call (?:\w+ ){0,2}(?:engineers?|physicians?|staff|teams?|contracts?|consultants?)|"
        r"teams which|maintain\w* on[- ]call",
    ),
    _rule(
        _K.SHIFT, "m to |m -|m-|m – |m until|m. to |m. - |m. until|m.-", value=_V.SET_TIMES,
        says=r"\b\d{1,2}(?::\d\d)?\s*[ap]\.?\s?m\.?\s*(?:-|–|—|to|until|through)\s*\d{1,2}(?::\d\d)?\s*[ap]\.?\s?m\b",
        unless=r"\b(?:office hours|customer service|call us|help ?desk is|deadline|inspections? (?:from|between))",
    ),
)  # fmt: skip
_AT_HOME = (
    _rule(
        _K.REMOTE, "remote|telework|tele-work|telecommut|from home|from anywhere",
        says=r"\bremote\b|\bwork(?:ing)? remotely\b|\btele-?work\w*|\btelecommut\w*|"
        r"\bwork(?:ing)? from (?:home|anywhere)\b",
        unless=r"remote (?:work ?sites?|sensing|monitor|access|control|sites?|areas?|locations?|teams?|learning|"
        r"support|desktop|village|office)|\bhybrid\b|compressed schedule|"
        r"\b(?:administer|manage|track|process|oversee)\w*\b[^.;]{0,40}\btelework|from home (?:care|health)|" + _DAYS,
        needs=r"remote,? (?:work|position|job|role|opportunit|option|schedule|employ|eligib|first|us\b|usa\b|within|"
        r"in the)|(?:fully|100 ?%|completely|entirely|is|be|partially|not) (?:a )?remote|"
        r"work(?:ing)? remotely|from home|from anywhere|remote\W*$|^\W*remote|"
        r"tele-?\w+[^.;]{0,40}(?:eligib|availab|option|offer|allow|permit|"
        r"approved|opportunit|authori|position|agreement)|(?:eligib|availab|may|can|offer|allow|option|not|no)\w*"
        r"[^.;]{0,40}tele",
    ),
    _rule(
        _K.HYBRID, "hybrid|remote|telework|from home|in person|in-person|in office|in-office",
        says=r"\bhybrid (?:work|schedule|model|role|position|remote|environment|arrangement|option|office|"
        r"workplace|job|and)\w*|\bhybrid\W*$|\b(?:remote(?:ly)?|telework\w*|from home)\b[^.;]{0,60}\b" + _DAYS + r"\b|"
        r"\bin[- ](?:person|office)\b[^.;]{0,60}\b" + _DAYS + r" (?:per|a|each) week\b|"
        r"\b" + _DAYS + r"\b[^.;]{0,40}\b(?:remote(?:ly)?|telework\w*|from home)\b",
        unless=r"hybrid (?:cloud|vehicle|infrastructure|cars?|environment of|network|learning|courses?|meetings?|"
        r"events?)",
    ),
)  # fmt: skip
_WELCOMES = (
    _rule(
        _K.TRAINING, "training|will train|we train|to train",
        says=r"\bpaid (?:on[- ]the[- ]job )?training\b|\b(?:full |all |free |on[- ]the[- ]job |some |complete )?"
        r"training (?:is |will be |shall be )?(?:provided|offered|furnished|given)\b(?=\s*(?:[.!,;)/]|$|on[- ]the|upon|"
        r"to (?:you|new|all|the (?:right|selected|successful)|selected|successful)|"
        r"for (?:you|new|the (?:right|selected|successful))))|"
        r"\bwe (?:will |['’]ll )?(?:provide|offer|give)[^.;]{0,40}\btraining\b|"
        r"\breceiv(?:e|ing) (?:[\w-]+,? ){0,4}?training\b|"
        r"\b(?:we(?:['’]ll| will| are willing to)? train|willing to train|(?:employer|company) will train)\b"
        r"(?=\s*(?:[.!,;)]|$|you|the right))",
        unless=r"\b(?:have|has|had|who|staff|residents|clients|members) receiv|"
        r"training (?:material|budget|protocol)|successful(?:ly)? complet|\bif\b[^.;]{0,40}not provided",
    ),
    _rule(
        _K.SECOND_CHANCE,
        "fair chance|fair-chance|second chance|second-chance|conviction|criminal|arrest|incarcerat|returning citizen|"
        "justice-i|justice i|ban the box|formerly",
        says=r"\b(?:fair|second)[- ]chance\b|\b(?:arrest|conviction|criminal)(?: and (?:arrest|conviction))? "
        r"(?:records?|histor\w+|background)\b[^.;]{0,90}\b(?:consider|encourag|welcome|not (?:automatically )?(?:a )?"
        r"(?:disqualif|bar))\w*|\b(?:consider|encourag|welcome)\w*[^.;]{0,60}\b(?:arrest|conviction|criminal)\b|"
        r"\b(?:formerly incarcerated|returning citizens?|justice[- ](?:involved|impacted))\b|\bban the box\b",
        unless=r"\b(?:enforc|investigat|prosecut|violation|complaint|clients?|litigat|tenant)",
        needs=r"consider|encourag|welcome|hire|apply|employer|employment|applicant|candidate",
    ),
)  # fmt: skip
_GETTING_THERE = (
    _rule(
        _K.TRANSPORT, "transportation|vehicle| car |own car| car.| car,|automobile", value=_V.OWN_VEHICLE,
        says=r"\b(?:reliable|own|personal|dependable|private)"
        r"(?:,? (?:reliable|insured|and|or|personal|own|motor|means of))* (?:transportation|vehicle|car|automobile)\b|"
        r"\baccess to (?:a |an )?(?:reliable )?(?:car|vehicle|automobile)\b|"
        r"\b(?:must|should|need to) have (?:a |an )?(?:car|vehicle)\b",
        unless=r"parking|transit\b|transportation (?:option|system|network|plan|service|infrastructure|project)|"
        r"personal vehicles? (?:on|in|at) |reimburse",
        needs=r"\b(?:must|requir|need|have|possess|access|use|using|provide|necessary|reliable|dependable|own)\w*\b",
    ),
    _rule(
        _K.TRANSPORT, "vehicle| car |truck", value=_V.VEHICLE_PROVIDED,
        says=r"\b(?:company|agency|city|employer|state|county|work)[- ](?:provided |owned |issued )?"
        r"(?:vehicle|car|truck|van) (?:is |will be )?(?:provided|available|assigned|supplied)",
    ),
    _rule(
        _K.TRANSPORT, "transit| bus |bus line|subway|train |rail |public transportation", value=_V.NEAR_TRANSIT,
        says=r"\b(?:near|close to|on (?:a|the)|steps from|accessible (?:by|via|to)|walking distance (?:to|of|from)|"
        r"convenient to|next to|served by)\b[^.;]{0,40}\b(?:public trans(?:it|portation)|bus (?:line|stop|route)s?|"
        r"subways?|transit|(?:train|rail|metro) (?:line|station|stop)s?)\b",
        unless=r"work|maintain|inspect|repair|operat\w+ on|projects?|train the|policy|program|polic",
    ),
    _rule(
        _K.TRANSPORT, "shuttle|transportation|rides", value=_V.RIDE_PROVIDED,
        says=r"\b(?:free |company )?(?:shuttle|transportation|rides?) (?:service )?(?:to (?:and from )?work )?"
        r"(?:is |are |will be )?(?:provided|available|offered)\b",
        unless=r"(?:residents?|students?|clients?|patients?|services?) |own transportation",
    ),
)  # fmt: skip
_DEMANDS = (
    _rule(
        _K.PHYSICAL, "stand |stand,|standing| feet", value=_V.STAND, needs=_NEEDED,
        says=r"\bstand(?:ing)? (?:for|on|up|and|or|while)\b|\bstand(?:ing)?,|\bprolonged standing|"
        r"\b(?<!think )on (?:your|their) feet|\bstanding(?: periods)?\b",
        unless=r"good standing|class standing|"
        r"standing committee|long[- ]standing|outstanding|standing (?:in for|orders?|meetings?)|"
        r"stand (?:up for|on behalf)|think on",
    ),
    _rule(
        _K.PHYSICAL, "walk", value=_V.WALK, needs=_NEEDED + r"|\blifting\b",
        says=r"\bwalk(?:ing)?\b(?: (?:for|long|on|up|to|in all|and|or|distances|at least)|,|\.|;|$|/| \(distance)",
        unless=r"walk[- ](?:in|through|throughs|ins)\b|"
        r"^(?!.*\b(?:lift|climb|carry)).*(?:public transportation|mass transit)|"
        r"walking (?:dogs|distance|tours?)|safe streets|pedestrian",
    ),
    _rule(
        _K.PHYSICAL, "sit |sit,|sitting", value=_V.SIT, needs=_NEEDED,
        says=r"\bsit(?:ting)? (?:for|at|and|or)\b|\bsitting\b|\bsit,",
        unless=r"sit (?:on|with)|\bexam|sitting (?:on|in)",
    ),
    _rule(
        _K.PHYSICAL, "climb", value=_V.CLIMB, needs=_NEEDED + r"|\blifting\b", says=r"\bclimb(?:ing)?\b",
        unless=r"climb the (?:career )?(?:ladder|ranks)",
    ),
    _rule(
        _K.PHYSICAL, "kneel|crouch|bend|stoop|crawl|squat", value=_V.BEND, needs=_NEEDED,
        says=r"\b(?:kneel(?:ing)?|crouch(?:ing)?|stoop(?:ing)?|crawl(?:ing)?|squat(?:ting)?|"
        r"bend(?:ing)?(?! (?:conduit|pipe|metal|the rules)))\b",
        unless=r"crawl(?:ing)? (?:spaces?|websites?)|south bend|bend,? in\b",
    ),
    _rule(
        _K.PHYSICAL, "physical|heavy lifting|manual labor", value=_V.DEMANDING,
        says=r"\bphysically (?:demanding|strenuous|challenging)|\bheavy (?:physical|manual) (?:work|labor|lifting)|"
        r"\bheavy lifting|\bstrenuous physical|\bphysical labor|\bmanual labor",
    ),
)  # fmt: skip
RULES = (*_SHIFTS, *_AT_HOME, *_WELCOMES, *_GETTING_THERE, *_DEMANDS)
