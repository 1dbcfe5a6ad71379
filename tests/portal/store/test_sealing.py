"""Sealed columns: what is told stays secret, in its place, and through a change of keys."""

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.errors import InvalidSettings
from portal.store.sealing import SealBroken, Sealer, place

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
HERE = place("person", "label", "a1")


@given(st.text())
def test_what_is_sealed_opens_again_and_is_not_there_to_read(text: str) -> None:
    sealer = Sealer((NEW,))
    sealed = sealer.seal(text, about=HERE)
    assert sealer.open(sealed, about=HERE) == text
    assert len(text) < 4 or text not in sealed


def test_the_same_text_is_sealed_differently_each_time() -> None:
    sealer = Sealer((NEW,))
    assert sealer.seal("Ana", about=HERE) != sealer.seal("Ana", about=HERE)


@pytest.mark.parametrize(
    "there", [place("person", "label", "b2"), place("person", "plan", "a1"), place("note", "label", "a1")]
)
def test_a_sealed_text_that_was_moved_does_not_open(there: str) -> None:
    sealer = Sealer((NEW,))
    with pytest.raises(SealBroken, match="another place"):
        sealer.open(sealer.seal("Ana", about=HERE), about=there)


def test_a_changed_text_does_not_open() -> None:
    sealer = Sealer((NEW,))
    sealed = sealer.seal("Ana", about=HERE)
    middle = len(sealed) // 2
    changed = sealed[:middle] + ("A" if sealed[middle] != "A" else "B") + sealed[middle + 1 :]
    with pytest.raises(SealBroken):
        sealer.open(changed, about=HERE)


def test_keys_can_be_changed_without_losing_anything() -> None:
    sealed = Sealer((OLD,)).seal("Ana", about=HERE)
    both = Sealer((NEW, OLD))
    assert both.open(sealed, about=HERE) == "Ana"
    renewed = both.renew(sealed)
    assert Sealer((NEW,)).open(renewed, about=HERE) == "Ana"
    with pytest.raises(SealBroken, match="taken out too early"):
        Sealer((NEW,)).open(sealed, about=HERE)


def test_a_text_is_found_by_any_key_and_by_its_kind_only() -> None:
    (old,) = Sealer((OLD,)).fingerprints("a@school.example", about="account.email")
    both = Sealer((NEW, OLD)).fingerprints("a@school.example", about="account.email")
    assert both[1] == old
    assert both[0] == Sealer((NEW,)).fingerprints("a@school.example", about="account.email")[0]
    assert old not in Sealer((OLD,)).fingerprints("a@school.example", about="person.reference")


@pytest.mark.parametrize("keys", [(), ("",), ("short",), (NEW, "ü" * 44)])
def test_what_is_no_key_is_told(keys: tuple[str, ...]) -> None:
    with pytest.raises(InvalidSettings, match="PORTAL_SEAL_KEYS"):
        Sealer(keys)
