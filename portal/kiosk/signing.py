"""The signature of a bundle: ECDSA over P-256, which every browser can check, with a key made from the site's secret.

A browser that the site enrolled keeps the public key, so that a bundle that was cut off, changed or made by somebody
else is found out without a network. Two processes of one site make the same key.
"""

import base64
import hashlib
import hmac

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

_LABEL = b"rungs kiosk bundle 1"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the group of P-256 (NIST SP 800-186, section 3.2.1.3)."""
_BYTES = 32


def signing_key(secret: str) -> ec.EllipticCurvePrivateKey:
    """The private key of a deployment. 64 bytes folded below the order leave no bias that could be measured."""
    wide = int.from_bytes(hmac.digest(secret.encode(), _LABEL, hashlib.sha512), "big")
    return ec.derive_private_key(wide % (_ORDER - 1) + 1, ec.SECP256R1())


def sign(text: bytes, *, secret: str) -> str:
    """The signature as WebCrypto reads it, r and s of 32 bytes each, in URL-safe base64."""
    r, s = decode_dss_signature(signing_key(secret).sign(text, ec.ECDSA(hashes.SHA256())))
    return _text(r.to_bytes(_BYTES, "big") + s.to_bytes(_BYTES, "big"))


def is_signed(text: bytes, signature: str, *, secret: str) -> bool:
    """Whether this site signed exactly this text."""
    try:
        raw = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    except ValueError:
        return False
    if len(raw) != 2 * _BYTES:
        return False
    der = encode_dss_signature(int.from_bytes(raw[:_BYTES], "big"), int.from_bytes(raw[_BYTES:], "big"))
    try:
        signing_key(secret).public_key().verify(der, text, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def public_key(secret: str) -> str:
    """The public key as an uncompressed point in URL-safe base64, as `crypto.subtle.importKey("raw")` reads it."""
    point = signing_key(secret).public_key().public_numbers()
    return _text(b"\x04" + point.x.to_bytes(_BYTES, "big") + point.y.to_bytes(_BYTES, "big"))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
