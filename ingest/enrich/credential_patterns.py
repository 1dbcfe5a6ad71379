"""How postings write licences, certifications and certificates: one pattern a way of writing."""

import re

LICENSE, CERTIFICATION, CERTIFICATE, DRIVER = "license", "certification", "certificate", "driver_license"
_NAME = r"(?:(?:of|and|the|in|for|to)\s+)?[A-Z][\w.'’&+-]*"
_TAIL = r"(?:\s+(?:of|and|in)(?=\s+[A-Z])|\s+[A-Z][\w.'’&+/-]*)*"
_LOWER_NAME = (
    r"(?!accordance|good|order|addition|effect|place|"
    r"described|defined|listed|required|needed|cited|stated|applicable)"
    r"(?:an?\s+|the\s+)?((?:[\w.'’&+/-]+\s+){0,4}?[\w.'’&+/-]+)"
)
_END = (
    r"(?=\s*(?:[,;:.()]|$|\s\d|\s(?:or|and|a\s+plus|issued|by|from|in|with|is|are|required|preferred|within|at|for|who|that|valid|"
    r"must|from|through)\b))"
)
_WITH_SHORT_NAME = (
    r"(?P<name>[A-Z][\w'’-]*,?(?:\s+(?:[A-Z0-9][\w'’-]*|of|and|the)){0,5}\s*\((?=[A-Z]{2})[A-Z0-9-]{2,7}\))"
)
"""A name with its short form: "Firefighter Type 1 (FFT1)"."""
PATTERNS: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = (
    (
        DRIVER,
        ("driver", "cdl", "commercial", "endorsement", "operator"),
        re.compile(
            r"\b(?:class\s+[\"“']?[A-D][\"”']?\s+)?(?:(?:motor\s+vehicle|commercial|chauffeur['’]?s?|vehicle)\s+)?"
            r"driver['’]?s?['’]?\s+licen[sc]es?\b|\bvehicle\s+operator['’]?s?\s+licen[sc]es?\b|"
            r"\bCDL(?:[\s-]+(?:class\s+)?[AB]\b)?|"
            r"\b(?:class\s+[ABC]\s+)?commercial\s+(?:driver['’]?s?\s+)?(?:learner['’]?s?\s+)?permit\b|"
            r"\bCDL\s+(?:class\s+)?(?:[ABC]\s+)?(?:learner['’]?s?\s+)?permit\b|"
            r"\b(?:hazmat|tanker|passenger|air\s+brake|school\s+bus|doubles/triples|[PSHNTX](?:\s+(?:and|&)\s+[PSHNTX])+)"
            r"(?:\s+and\s+\w+)?\s+endorsements?\b",
            re.I,
        ),
    ),
    (
        LICENSE,
        ("licen", "regist"),
        re.compile(
            r"\b(?:licen[sc]e|licensure|registration|registered|licensed)\s+(?:and\s+(?:current\s+)?registration\s+)?"
            r"(?:to\s+practice\s+(?:as\s+)?|as\s+)" + _LOWER_NAME + _END,
            re.I,
        ),
    ),
    (
        LICENSE,
        ("bar",),
        re.compile(
            r"\b(?:admi(?:ssion|tted)\s+to\s+(?:practice\s+law|the\s+bar|(?:the\s+)?[\w\s]{0,30}?\bbar)\b|"
            r"member\s+(?:in\s+good\s+standing\s+)?of\s+(?:the|a)\s+(?:\w+\s+){0,3}bar\b|bar\s+admission\b)",
            re.I,
        ),
    ),
    (
        CERTIFICATION,
        ("certifi",),
        re.compile(
            r"\b(?:board\s+)?certifi(?:cation|ed)\s+(?:exam(?:ination)?\s+)?(?:as|in)\s+"
            + _LOWER_NAME
            + _END,
            re.I,
        ),
    ),
    (CERTIFICATION, ("board",), re.compile(r"\bboard[\s-]certifi(?:cation|ed)\b", re.I)),
    (
        CERTIFICATION,
        ("certified",),
        re.compile(
            rf"(?<![\w-])(?:Certified|certified(?=\s+[A-Z][a-z]{{3}}))\s+{_NAME}{_TAIL}(?:\s*\([A-Z][\w-]+\))?"
        ),
    ),
    (
        CERTIFICATE,
        ("certificate",),
        re.compile(
            r"\bcertificates?\s+(?:as|of\s+fitness|in(?!\s+(?:person|order|hand))|"
            r"to(?=\s+(?:prescribe|teach|practice|operate|administer|handle|perform)\b))\s+"
            + _LOWER_NAME
            + _END,
            re.I,
        ),
    ),
    (
        CERTIFICATE,
        ("of completion",),
        re.compile(
            r"\bcertificates?\s+of\s+completion\s+(?:from|of|in)\s+(?:an?\s+|the\s+)?(?:[\w.'’-]+\s+){0,9}?"
            r"(?:academy|course|program|training|school)\b",
            re.I,
        ),
    ),
    (
        CERTIFICATE,
        ("training:", "completed", "completion"),
        re.compile(
            r"\b(?:[Tt]raining\s*:|[Cc]omplet(?:ed|ion\s+of))\s*(?P<name>[A-Z]{1,3}-\d{2,4}\b"
            r"(?:,?\s*(?:[\"“][^\"”]{3,60}[\"”]|[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){0,4}))?(?:\s+[Tt]raining\b)?)"
        ),
    ),
    (
        CERTIFICATION,
        ("core qualif", "core requir", "factor", "certification"),
        re.compile(
            r"\b(?:[Cc]ore\s+(?:[Qq]ualifications?|[Rr]equirements?)|[Ss]elective\s+(?:[Pp]lacement\s+)?[Ff]actors?|"
            r"[Cc]ertifications?)(?:\s+or\s+higher)?\s*:\s*(?:\d+\.\s*)?" + _WITH_SHORT_NAME
        ),
    ),
    (
        CERTIFICATION,
        ("certified",),
        re.compile(
            r"\b(?:be|is|are)\s+(?P<name>[A-Z][\w'’&+-]*(?:\s+-?[A-Z0-9][\w'’&+-]*|\s+-\w+){0,5})"
            r"(?=\s+(?:(?:and|or)\s+(?:[A-Z][\w'’-]*\s+(?:\d[\w-]*\s+)?){1,4})?[Cc]ertified\b)"
        ),
    ),
    (
        LICENSE,
        ("state licen", "territory"),
        re.compile(
            r"\b(?:state|[Ss]tate\s+or\s+U\.S\.\s+territory)\s+licen[sc](?:e|ure)(?:\s+or\s+certification)?\b"
            r"(?!\s+(?:as|to\s+practice|and|or|plate|fee|number|requirement|law|board|in)\b)"
        ),
    ),
    (
        CERTIFICATE,
        ("completion",),
        re.compile(
            r"\bcompletion\s+of\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,4}?(?:apprentice(?:ship)?|certificate|"
            r"practitioner)\s+(?:or\s+equivalent\s+)?(?:program|course)\b",
            re.I,
        ),
    ),
    (
        LICENSE,
        ("licen",),
        re.compile(r"\b[Ll]icen[sc]e\s+of\s+(?:an?\s+)?[A-Z][a-z]+(?:\s+[A-Z][a-z]+){0,3}"),
    ),
    (CERTIFICATION, ("engineer",), re.compile(r"\bengineer[\s-]+in[\s-]+training\b", re.I)),
    (LICENSE, ("mariner",), re.compile(r"\bmerchant\s+mariner['’]?s?\s+(?:document|credential)s?\b", re.I)),
    (
        CERTIFICATION,
        ("certification",),
        re.compile(
            r"\b(?:relevant|related|industry|technical|professional|other)\s+certifications?\s*"
            r"\((?:e\.g\.|such as|including)[^()]{3,120}\)",
            re.I,
        ),
    ),
    (
        LICENSE,
        ("registered",),
        re.compile(
            r"\bregistered\s+(?:professional\s+)?(?:(?:civil|structural|mechanical|electrical|fire)\s+)?"
            r"(?:(?:landscape\s+)?architect|engineer|land\s+surveyor)\b",
            re.I,
        ),
    ),
    (
        LICENSE,
        ("licensed", "registered"),
        re.compile(rf"(?<!by )(?<!with )(?<!from )\b(?:[Ll]icensed|Registered)\s+[A-Z][a-z][\w'’-]*{_TAIL}"),
    ),
)
"""Type, small-letter words of which one must stand in the text, and pattern; a group `name` is the name itself."""
