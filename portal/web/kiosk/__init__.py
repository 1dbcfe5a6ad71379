"""The career-day kiosk: its screen, its bundle, and the operators' page."""

from flask import Flask

from portal.web.kiosk import operators
from portal.web.kiosk.keeper import BundleKeeper
from portal.web.kiosk.views import beat, blueprint, code


def init_kiosk(app: Flask) -> None:
    """Keep bundles, and take what kiosks tell without a form's token.

    A kiosk without a network starts from a page of yesterday, so it has no token of today. Its cookie is sent by pages
    of ours alone (SameSite=Strict), and both addresses read JSON only, which no form of another site can send.
    """
    app.extensions["kiosk_bundles"] = BundleKeeper(app, app.extensions["settings"])
    for view in (beat, code):
        app.extensions["csrf"].exempt(view)


__all__ = ["blueprint", "init_kiosk", "operators"]
