"""Which host a request may name, and how far a proxy in front is believed.

With a base URL that is its host, written in any case and with a dot at the end or not, and this machine itself.
Without one it is an address or a name that only a local network knows: a public name that leads here without
the operator's word may be somebody else's, made to lead here.
"""

import socket
from collections.abc import Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from quiz.config import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Questions of a container's keeper and of a monitor, which come to whatever address the host has.
PROBES = {"/healthz", "/readyz", "/metrics"}
THIS_MACHINE = "localhost"
LOCAL_ENDINGS = (
    ".localhost",
    ".local",
    ".lan",
    ".home.arpa",
    ".internal",
    ".intranet",
)
PAGE = (
    "<!doctype html><html lang=en><title>Not at this address</title><h1>Not at this address</h1>"
    "<p>Trigpoint does not answer under the host that was asked for. Whoever runs it sets TRIGPOINT_BASE_URL to"
    " the address people use, and lets a proxy in front pass on the host (Host, or X-Forwarded-Host with"
    " TRIGPOINT_PROXY_HOPS).</p></html>\n"
)


def init_app(app: Flask, settings: Settings) -> None:
    """Refuse foreign hosts, and believe as many proxies as the settings say."""
    app.wsgi_app = HostCheck(app.wsgi_app, settings.base_url)  # type: ignore[method-assign]  # the documented way
    hops = settings.proxy_hops
    if hops:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # (the same)
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )


class HostCheck:
    """Lets requests through that name a host of ours, written in one way."""

    def __init__(self, app: "WSGIApplication", base_url: str | None) -> None:
        """Stand in front of `app`."""
        self.app = app
        self.base_host = urlsplit(base_url).hostname if base_url else None

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer, or refuse with a page that says what the operator can do."""
        # A path below the host is no setting, so nobody may say that there is one.
        environ["PATH_INFO"] = environ.get("SCRIPT_NAME", "") + environ.get(
            "PATH_INFO", ""
        )
        environ["SCRIPT_NAME"] = ""
        host, port = split_host(environ.get("HTTP_HOST", ""))
        if environ["PATH_INFO"] in PROBES:
            host, port = self.base_host or THIS_MACHINE, ""
        elif not self._is_ours(host):
            body = PAGE.encode()
            headers = [
                ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Length", str(len(body))),
                ("Content-Security-Policy", "default-src 'none'"),
                ("X-Content-Type-Options", "nosniff"),
                ("Referrer-Policy", "same-origin"),
                ("Cache-Control", "no-store"),
            ]
            start_response("400 Bad Request", headers)
            return [body]
        shown = f"[{host}]" if ":" in host else host
        environ["HTTP_HOST"] = shown + port
        return self.app(environ, start_response)

    def _is_ours(self, host: str) -> bool:
        if self.base_host is not None:
            return host == self.base_host or is_loopback(host)
        return is_local_name(host)


def split_host(header: str) -> tuple[str, str]:
    """Return host and `:port` of a Host header, the host in small letters, without brackets and a dot at the end."""
    try:
        parts = urlsplit(f"//{header}")
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        return "", ""
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        return "", ""
    return (parts.hostname or "").removesuffix("."), port


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine under its own eyes."""
    if host == THIS_MACHINE:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_local_name(host: str) -> bool:
    """Say whether a host is an address, or a name that a public name server does not give out."""
    try:
        ip_address(host)
    except ValueError:
        pass
    else:
        return True
    is_name = bool(host) and all(
        letter.isascii() and (letter.isalnum() or letter in "-._") for letter in host
    )
    return is_name and (
        "." not in host
        or host.endswith(LOCAL_ENDINGS)
        or host in {socket.gethostname().lower(), socket.getfqdn().lower()}
    )
