"""Web servers in front of the site: whose word on the visitor's address, the scheme and the host is taken."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.settings import Settings


def init_proxy(app: Flask, settings: Settings) -> None:
    """Believe the last `trusted_proxies` entries of X-Forwarded-For, -Proto and -Host, and none where it is 0."""
    hops = settings.trusted_proxies
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
