"""Which kiosk a request comes from: a signed cookie, sent below `/kiosk/` only, that holds nothing of a visitor."""

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeSerializer
from sqlmodel import Session

from portal.settings import Settings
from portal.store.kiosk import find_device
from portal.store.kiosk_tables import KioskDeviceRow

COOKIE = "rungs_kiosk"
COOKIE_SECONDS = 30 * 24 * 3600
PATH = "/kiosk"


def device_of_request(session: Session, event_name: str) -> KioskDeviceRow | None:
    """The device of this event that sent the request; None for anybody else."""
    try:
        told = _serializer().loads(request.cookies.get(COOKIE, ""))
    except BadData:
        return None
    return find_device(session, event_name, str(told))


def set_device(response: Response, device: KioskDeviceRow) -> None:
    """Let the browser show that it is this device."""
    response.set_cookie(
        COOKIE,
        str(_serializer().dumps(device.device_id)),
        max_age=COOKIE_SECONDS,
        path=PATH,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )


def forget_device(response: Response) -> None:
    """The browser is no kiosk any more."""
    response.delete_cookie(COOKIE, path=PATH)


def _serializer() -> URLSafeSerializer:
    settings: Settings = current_app.extensions["settings"]
    return URLSafeSerializer(settings.secret_key, salt="rungs kiosk device 1")
