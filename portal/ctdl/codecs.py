"""How a term's JSON becomes a typed value and JSON again, without loss. What does not fit is left where it was."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.ctdl.canonical import is_language_map


class Misfit(ValueError):
    """A value is not in the form that its term asks for; it is kept as it is written."""


@dataclass(frozen=True)
class LanguageText:
    """One text and its language tag; empty where the document names none."""

    text: str
    language: str = ""


Texts = tuple[LanguageText, ...]


@dataclass(frozen=True)
class Codec:
    """Both directions between a term's JSON and a typed value."""

    decode: Callable[[Any], Any]
    encode: Callable[[Any], Any]
    empty: Any


def term(name: str, codec: Codec) -> Any:
    """A field of a record that holds one term."""
    return field(default=codec.empty, metadata={"term": name, "codec": codec})


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _plain(value: Any) -> Any:
    """The bare value of `{"@value": …}` that says nothing else."""
    if isinstance(value, Mapping) and value.keys() == {"@value"}:
        return value["@value"]
    return value


def _single(value: Any) -> Any:
    items = _items(value)
    if len(items) != 1:
        raise Misfit("more than one value")
    return _plain(items[0])


def _decode_texts(value: Any) -> Texts:
    found: list[LanguageText] = []
    for item in _items(value):
        plain = _plain(item)
        if isinstance(plain, str):
            found.append(LanguageText(plain))
        elif is_language_map(item):
            for language, texts in item.items():
                found += [LanguageText(text, language) for text in _items(texts)]
        elif (
            isinstance(item, Mapping)
            and item.keys() == {"@value", "@language"}
            and isinstance(item["@value"], str)
            and isinstance(item["@language"], str)
        ):
            found.append(LanguageText(item["@value"], item["@language"]))
        else:
            raise Misfit("neither text nor a language map")
    return tuple(found)


def _encode_texts(texts: Texts) -> Any:
    by_language: dict[str, list[str]] = {}
    for text in texts:
        by_language.setdefault(text.language, []).append(text.text)
    bare = by_language.pop("", [])
    tagged: list[Any] = []
    if by_language:
        tagged = [{language: said if len(said) > 1 else said[0] for language, said in by_language.items()}]
    written = [*bare, *tagged]
    return written if len(written) > 1 else written[0]


def _decode_string(value: Any) -> str:
    plain = _single(value)
    if isinstance(plain, Mapping) and plain.keys() == {"@id"}:
        plain = plain["@id"]
    if not isinstance(plain, str) or not plain:
        raise Misfit("not one text")
    return plain


def _decode_strings(value: Any) -> tuple[str, ...]:
    found = []
    for item in _items(value):
        plain = _plain(item)
        if isinstance(plain, Mapping) and plain.keys() == {"@id"}:
            plain = plain["@id"]
        if not isinstance(plain, str):
            raise Misfit("not a list of texts")
        found.append(plain)
    return tuple(found)


def _decode_number(value: Any) -> float:
    plain = _single(value)
    if isinstance(plain, bool) or not isinstance(plain, int | float):
        raise Misfit("not a number")
    return plain


def _decode_truth(value: Any) -> bool:
    plain = _single(value)
    if not isinstance(plain, bool):
        raise Misfit("neither true nor false")
    return plain


def _same(value: Any) -> Any:
    return value


TEXTS = Codec(_decode_texts, _encode_texts, ())
"""`Texts`: a sentence or name in one or more languages."""
STRING = Codec(_decode_string, _same, None)
"""`str | None`: one code, date, duration or address, as it is written."""
STRINGS = Codec(_decode_strings, list, ())
"""`tuple[str, ...]`: codes or addresses."""
NUMBER = Codec(_decode_number, _same, None)
"""`float | None`"""
TRUTH = Codec(_decode_truth, _same, None)
"""`bool | None`"""
