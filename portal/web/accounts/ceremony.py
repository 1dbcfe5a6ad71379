"""The two ceremonies of a passkey (WebAuthn level 2): a device makes it, and shows it. Only here is `webauthn` used."""

import json
from typing import Any, Literal
from urllib.parse import urlsplit

from flask import request, session
from sqlmodel import Session
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal.domain.errors import PortalError
from portal.domain.model import DataModel
from portal.store.passkeys import add_challenge, take_challenge
from portal.store.staff_factor_tables import PasskeyRow
from portal.web.gate.access import site_settings

_KEY = "staff_passkey"
"""Of the session cookie: the challenge that this browser was given, and what for."""
Aim = Literal["new", "use"]


class MadePasskey(DataModel):
    """What a device made, as it is kept (base64url)."""

    credential_id: str
    public_key: str
    sign_count: int


class NotProved(PortalError):
    """The answer of a device proves nothing: wrong, too late, or shown before."""


def ask_for_new(store: Session, *, user_id: str, user_name: str, known: list[PasskeyRow]) -> str:
    """What a device needs to make a passkey, as JSON. The caller commits."""
    options = generate_registration_options(
        rp_id=_our_id(),
        rp_name=site_settings().name,
        user_id=user_id.encode(),
        user_name=user_name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_descriptors(known),
    )
    _remember(store, options.challenge, aim="new")
    return options_to_json(options)


def check_new(store: Session, answer: dict[str, Any]) -> MadePasskey:
    """What a device made.

    Raises: NotProved.
    """
    challenge = _taken(store, aim="new")
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_our_id(),
            expected_origin=_our_origin(),
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise NotProved("The device's answer could not be checked. Try again.") from error
    return MadePasskey(
        credential_id=bytes_to_base64url(made.credential_id),
        public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
    )


def ask_to_show(store: Session, *, known: list[PasskeyRow], must_verify: bool) -> str:
    """What a device needs to show a passkey, as JSON: one of these, or any that it has. The caller commits."""
    options = generate_authentication_options(
        rp_id=_our_id(),
        allow_credentials=_descriptors(known),
        user_verification=(
            UserVerificationRequirement.REQUIRED if must_verify else UserVerificationRequirement.PREFERRED
        ),
    )
    _remember(store, options.challenge, aim="use")
    return options_to_json(options)


def check_shown(
    store: Session, answer: dict[str, Any], passkey: PasskeyRow | None, *, must_verify: bool
) -> VerifiedAuthentication:
    """What a device showed. The challenge is used up whether or not the answer is right.

    Raises: NotProved.
    """
    challenge = _taken(store, aim="use")
    if passkey is None:
        raise NotProved("This passkey is not known here.")
    try:
        return verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_our_id(),
            expected_origin=_our_origin(),
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=must_verify,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise NotProved("The device's answer could not be checked. Try again.") from error


def _remember(store: Session, challenge: bytes, *, aim: Aim) -> None:
    add_challenge(store, challenge, now=site_settings().now())
    session[_KEY] = json.dumps([aim, bytes_to_base64url(challenge)])


def _taken(store: Session, *, aim: Aim) -> bytes:
    told = session.pop(_KEY, "")
    kind, text = json.loads(told) if told else ("", "")
    challenge = base64url_to_bytes(text)
    if kind != aim or not take_challenge(store, challenge, now=site_settings().now()):
        raise NotProved("This took too long, or was answered before. Try again.")
    return challenge


def _descriptors(known: list[PasskeyRow]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(row.credential_id)) for row in known]


def _our_id() -> str:
    return urlsplit(_our_origin()).hostname or ""


def _our_origin() -> str:
    """As the browser sees it. Which host answers is the web server's affair; the browser signs what it sees."""
    return site_settings().public_url or request.host_url.rstrip("/")
