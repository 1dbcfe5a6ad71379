"""How a person wants to see the pages: colours, size and spacing of the text, movement. Kept in one small cookie."""

from typing import Literal, Self, get_args

from portal.domain.model import DataModel

Theme = Literal["auto", "light", "dark", "contrast"]
TextSize = Literal["usual", "large", "larger"]
Spacing = Literal["usual", "wide"]
Motion = Literal["auto", "off"]
PARTS: dict[str, tuple[str, ...]] = {
    "theme": get_args(Theme),
    "text": get_args(TextSize),
    "space": get_args(Spacing),
    "motion": get_args(Motion),
}
"""Each part with its values; the first is for who chose nothing. `static/js/display.js` knows the same names."""
LONGEST_COOKIE = 80


class DisplayChoice(DataModel):
    """What was chosen. The cookie keeps its short form, `theme-dark.text-large`; empty: all as usual."""

    theme: Theme = "auto"
    text: TextSize = "usual"
    space: Spacing = "usual"
    motion: Motion = "auto"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the short form. What is not known is passed over: an old cookie must not break a page."""
        values: dict[str, str] = {}
        for word in text[:LONGEST_COOKIE].split("."):
            part, _, value = word.partition("-")
            if value in PARTS.get(part, ()):
                values[part] = value
        return cls.model_validate(values)

    def __str__(self) -> str:
        return ".".join(f"{part}-{value}" for part, value in self.chosen())

    def chosen(self) -> tuple[tuple[str, str], ...]:
        """Parts that are not as usual, each with its value."""
        values = self.model_dump()
        return tuple((part, values[part]) for part, known in PARTS.items() if values[part] != known[0])
