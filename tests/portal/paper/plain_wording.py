"""English without a catalog of translations, and a made-up language that shows what was not translated."""

from datetime import date


class PlainWording:
    """Says every message as it was written."""

    def gettext(self, message: str, **values: object) -> str:
        return message % values if values else message

    def ngettext(self, one: str, many: str, num: int, **values: object) -> str:
        return (one if num == 1 else many) % {"num": num, **values}

    def day(self, value: date) -> str:
        return f"{value:%B} {value.day}, {value.year}"

    def money(self, value: float) -> str:
        return f"${value:,.0f}"

    def weeks(self, value: float) -> str:
        return f"{value:g} weeks"


class MarkedWording(PlainWording):
    """Says every message between marks: a word of ours without marks did not pass through the translator."""

    def gettext(self, message: str, **values: object) -> str:
        return f"«{super().gettext(message, **values)}»"

    def ngettext(self, one: str, many: str, num: int, **values: object) -> str:
        return f"«{super().ngettext(one, many, num, **values)}»"

    def day(self, value: date) -> str:
        return f"«{super().day(value)}»"

    def money(self, value: float) -> str:
        return f"«{super().money(value)}»"

    def weeks(self, value: float) -> str:
        return f"«{super().weeks(value)}»"
