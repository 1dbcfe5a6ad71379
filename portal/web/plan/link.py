"""A plan within a link: packed, signed with the deployment's secret, and kept nowhere else."""

import hashlib
import re

from itsdangerous import BadData, URLSafeSerializer

from portal.domain.plan_document import InvalidPlan, PlanDocument, PlanFull, read_plan, write_plan

MAX_TOKEN = 4000
"""Letters. Browsers, mail programs and servers in the middle carry addresses of this length whole."""
_FORM = re.compile(rf"[A-Za-z0-9_.-]{{20,{MAX_TOKEN}}}")


def sign_plan(plan: PlanDocument, *, secret: str) -> str:
    """The plan as a part of an address. The same plan gives the same text.

    Raises: PlanFull when it is too long for a link.
    """
    token = _serializer(secret).dumps(write_plan(plan))
    if len(token) > MAX_TOKEN:
        raise PlanFull("link")
    return token


def is_whole(token: str) -> bool:
    """Whether a text has the form of a signed plan. It may still be changed, or signed by another site."""
    return _FORM.fullmatch(token) is not None


def read_signed_plan(token: str, *, secret: str) -> PlanDocument:
    """The plan that an address carries. Nothing of it is unpacked before the signature is found to be ours.

    Raises: InvalidPlan when it was cut off, changed, or signed with another secret.
    """
    if not is_whole(token):
        raise InvalidPlan("This link to a plan is not whole.")
    try:
        text = _serializer(secret).loads(token)
    except BadData as error:
        raise InvalidPlan("This link to a plan was changed or cut off.") from error
    return read_plan(text)


def _serializer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(
        secret, salt="rungs plan link 1", signer_kwargs={"digest_method": hashlib.sha256}
    )
