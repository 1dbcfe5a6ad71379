"""A certificate authority of a hall's own, and the certificate of the laptop that serves it.

Browsers give service workers, signatures and secure cookies to HTTPS only. Where no network is, nobody outside can
vouch for the laptop: its own authority does, once a device was told to trust it. The authority may sign for no web
site of the world: its certificate is limited to local names and private addresses (RFC 5280, 4.2.1.10).
"""

from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel

AUTHORITY_DAYS = 400
LEAF_DAYS = 90
"""Phones refuse server certificates of more than 825 days; an event takes days."""
LOCAL_NAMES = ("localhost", "local", "lan", "internal", "home.arpa", "test")
LOCAL_NETWORKS = (
    *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"),
    *("192.0.2.0/24", "::1/128", "fc00::/7", "fe80::/10"),
)
"""Addresses that lead nowhere on the internet (IANA, special-purpose address registries)."""


class Issued(DataModel):
    """A certificate and its private key, both PEM. The key is a secret."""

    certificate: bytes
    key: bytes


def is_local_address(text: str) -> bool:
    """Whether this is an address that the authority may sign for."""
    address = _address(text)
    return address is not None and any(address in ip_network(each) for each in LOCAL_NETWORKS)


def make_authority(*, now: datetime) -> Issued:
    """A new authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Rungs kiosk hall {now:%Y-%m-%d}")])
    limits = x509.NameConstraints(
        permitted_subtrees=[
            *(x509.DNSName(each) for each in LOCAL_NAMES),
            *(x509.IPAddress(ip_network(each)) for each in LOCAL_NETWORKS),
        ],
        excluded_subtrees=None,
    )
    built = (
        _builder(name, name, key.public_key(), now=now, days=AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(limits, critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return _issued(built, key)


def make_leaf(authority: Issued, names: tuple[str, ...], *, now: datetime) -> Issued:
    """A certificate for the laptop under these host names and addresses.

    Raises: InvalidCode naming the one that the authority may not sign for.
    """
    if not names:
        raise InvalidCode("Name at least one host name or address of this computer.")
    parent = x509.load_pem_x509_certificate(authority.certificate)
    parent_key = serialization.load_pem_private_key(authority.key, password=None)
    assert isinstance(parent_key, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    built = (
        _builder(subject, parent.subject, key.public_key(), now=now, days=LEAF_DAYS)
        .add_extension(x509.SubjectAlternativeName([_alternative(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(parent_key.public_key()), critical=False
        )
        .sign(parent_key, hashes.SHA256())
    )
    return _issued(built, key)


def is_current(issued: Issued, *, now: datetime) -> bool:
    """Whether a certificate stands for some days more."""
    found = x509.load_pem_x509_certificate(issued.certificate)
    return found.not_valid_before_utc <= now and now + timedelta(days=LEAF_DAYS) < found.not_valid_after_utc


def fingerprint(issued: Issued) -> str:
    """SHA-256 of the certificate in groups of two, as devices show it."""
    digest = x509.load_pem_x509_certificate(issued.certificate).fingerprint(hashes.SHA256())
    return ":".join(f"{byte:02X}" for byte in digest)


def _alternative(name: str) -> x509.GeneralName:
    address = _address(name)
    if address is not None:
        if not is_local_address(name):
            raise InvalidCode(f"{name} is an address of the internet. Name one of the hall's own network.")
        return x509.IPAddress(address)
    if "." not in name and name != "localhost":
        raise InvalidCode(f"“{name}” needs an ending: write {name}.local")
    if not any(name == each or name.endswith(f".{each}") for each in LOCAL_NAMES):
        endings = ", ".join(f".{each}" for each in LOCAL_NAMES[1:])
        raise InvalidCode(f"“{name}” is a name of the internet. Use one that ends in {endings}.")
    return x509.DNSName(name)


def _address(name: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(name)
    except ValueError:
        return None


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, *, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # clocks of tablets differ
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _issued(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> Issued:
    return Issued(
        certificate=certificate.public_bytes(serialization.Encoding.PEM),
        key=key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )
