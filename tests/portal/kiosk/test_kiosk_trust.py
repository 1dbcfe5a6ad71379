"""Signatures, codes and certificates of kiosks: what is ours is known, and nothing else."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.errors import InvalidCode
from portal.domain.return_code import ALPHABET
from portal.kiosk.certificate import fingerprint, is_current, make_authority, make_leaf
from portal.kiosk.codes import is_code, operator_code, show_code, start_code
from portal.kiosk.signing import is_signed, public_key, sign

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)


def test_a_bundle_is_known_by_its_signature() -> None:
    text = b'{"event":"day"}'
    signature = sign(text, secret="one")
    assert is_signed(text, signature, secret="one")
    assert not is_signed(text + b" ", signature, secret="one")
    assert not is_signed(text, signature, secret="two")
    assert not is_signed(text, signature[:-4], secret="one")
    assert not is_signed(text, "", secret="one")
    assert not is_signed(text, "ñ" * 86, secret="one")


def test_two_processes_of_a_site_have_the_same_key_and_two_sites_have_not() -> None:
    assert public_key("one") == public_key("one") != public_key("two")
    assert len(public_key("one")) == 87, "65 bytes in base64: an uncompressed point"


@given(st.text(min_size=1, max_size=64))
def test_any_secret_gives_a_key(secret: str) -> None:
    assert is_signed(b"text", sign(b"text", secret=secret), secret=secret)


def test_codes_of_events_numbers_and_kinds_differ() -> None:
    codes = {start_code(event, number=number, secret="s") for event in ("a", "b") for number in (0, 1)}
    assert len(codes) == 4
    assert operator_code("a", number=0, secret="s")[:8] not in codes
    assert all(set(code) <= set(ALPHABET) for code in codes)


def test_a_code_is_read_as_people_type_it() -> None:
    code = start_code("a", number=0, secret="s")
    assert is_code(show_code(code).lower(), code)
    assert is_code(f" {code[:4]} {code[4:]} ", code)
    assert not is_code(code[:-1], code)
    assert not is_code("", code)
    assert not is_code("x" * 5000, code)


def test_the_authority_of_a_hall_signs_for_its_laptop() -> None:
    authority = make_authority(now=NOW)
    leaf = make_leaf(authority, ("laptop.local", "192.168.1.20", "localhost", "127.0.0.1"), now=NOW)
    certificate = x509.load_pem_x509_certificate(leaf.certificate)
    parent = x509.load_pem_x509_certificate(authority.certificate)
    certificate.verify_directly_issued_by(parent)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["laptop.local", "localhost"]
    assert [str(each) for each in names.get_values_for_type(x509.IPAddress)] == ["192.168.1.20", "127.0.0.1"]
    assert len(fingerprint(authority)) == 95
    assert parent.extensions.get_extension_for_class(x509.NameConstraints).critical
    assert ssl.PEM_cert_to_DER_cert(leaf.certificate.decode())


@pytest.mark.parametrize("name", ["example.com", "laptop", "8.8.8.8", "local.example.com", "2001:4860::1"])
def test_it_signs_for_no_name_of_the_world(name: str) -> None:
    with pytest.raises(InvalidCode):
        make_leaf(make_authority(now=NOW), (name,), now=NOW)


def test_an_authority_is_made_anew_before_it_ends() -> None:
    authority = make_authority(now=NOW)
    assert is_current(authority, now=NOW)
    assert is_current(authority, now=NOW + timedelta(days=300))
    assert not is_current(authority, now=NOW + timedelta(days=320))
    assert not is_current(authority, now=NOW - timedelta(days=2))
