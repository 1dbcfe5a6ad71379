"""The parts of a posting by its own headings: duties, requirements, benefits and the like."""

import re

from portal.domain.posting_text import SectionKind, TextSection

LONGEST_HEADING = 70
_MAIN = r"(?:(?:key|main|major|essential|primary|specific|general|typical|your|core|principal|job)\s+){0,2}"
_LEAST = r"(?:(?:minimum|basic|required|key|job|position|general|education(?: and| &)?|specialized)\s+){0,2}"
_WORDS = {
    SectionKind.DUTIES: _MAIN + r"(?:duties|responsibilit\w+|functions?|tasks)\b|"
    r"what you(?:['’]ll| will) (?:do|be doing)|job (?:description|summary)|a typical day|in this role|day to day|"
    r"(?:the )?(?:position|role)(?: (?:summary|overview|description))?$|scope of work|summary$",
    SectionKind.PREFERRED: r"preferred\b|desired\b|nice to have|bonus points|pluses|additional skills|"
    r"(?:it(?:['’]s| is) )?(?:a )?plus if",
    SectionKind.REQUIREMENTS: _LEAST
    + r"(?:requirements?|qualifications?|qual requirements|skills|experience|"
    r"education)\b|(?:what|who) (?:you(?:['’]ll| will)? need|we(?:['’]re| are) looking for)|what you bring|"
    r"must haves?|licens\w+(?: and certifications?)?$|you (?:have|are)$|eligibility",
    SectionKind.BENEFITS: r"(?:our |your |employee |company )?(?:benefits|perks)\b|what we offer|we offer|"
    r"why (?:work|join)",
    SectionKind.PAY: r"(?:salary|pay|compensation|wage)s?\b(?! grade)",
    SectionKind.APPLY: r"(?:how to |to )apply\b|application (?:process|procedure|instructions)|special note|"
    r"next steps",
    SectionKind.ABOUT: r"about (?:us|the|our|you)\b|who we are|company (?:overview|description)|"
    r"our (?:mission|story)|equal (?:employment )?opportunity|eeo\b",
}
_HEADING = re.compile("|".join(f"(?P<{kind.value}>{words})" for kind, words in _WORDS.items()), re.I)
_INLINE = re.compile(r"^([A-Z][^:.!?\n]{2,58}?):\s+(?=\S)")
_DECORATION = re.compile(r"^[\W_]+")


def find_sections(text: str) -> tuple[TextSection, ...]:
    """Parts in the order of the text; what stands before the first heading is none.

    Shape: one a heading that says what follows; a heading alone on its line, or with a colon before its text.
    """
    found: list[tuple[SectionKind, str, int, int]] = []
    position = 0
    for line in text.split("\n"):
        start = position
        position += len(line) + 1
        head, body = _heading_of(line)
        if head and (kind := _kind_of(head)) is not None:
            found.append((kind, head, start, start + body))
    ends = [*(start for _, _, start, _ in found[1:]), len(text)][: len(found)]
    return tuple(
        TextSection(kind=kind, heading=head, start=body, end=end)
        for (kind, head, _, body), end in zip(found, ends, strict=True)
        if text[body:end].strip()
    )


def _heading_of(line: str) -> tuple[str, int]:
    """The heading of a line and where its text begins; empty for a line of text."""
    if found := _INLINE.match(line):
        return found[1].strip(), found.end()
    text = line.strip()
    if text and len(text) <= LONGEST_HEADING and not text.endswith((".", ";", ",", "!")):
        return text.rstrip(" :"), len(line)
    return "", 0


def _kind_of(heading: str) -> SectionKind | None:
    if len(heading.split()) > 8:
        return None
    found = _HEADING.match(_DECORATION.sub("", heading))
    return SectionKind(str(found.lastgroup)) if found else None
