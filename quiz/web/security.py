"""Headers on every answer, cookies by the base address, and a way back that stays on this site."""

from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from quiz.config import Settings

CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}
SECURITY_HEADERS = {
    "Content-Security-Policy": "; ".join(
        map(" ".join, CONTENT_SECURITY_POLICY.items())
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
HSTS = "max-age=31536000; includeSubDomains"  # 1 year
STATIC_CACHE = (
    "public, max-age=31536000, immutable"  # 1 year: the address changes with the file
)


def init_app(app: Flask, settings: Settings) -> None:
    """Set cookie names and flags, trusted hosts, proxies and headers."""
    # `__Host-` ties a cookie to this host, path / and https; browsers refuse the name on plain http.
    prefix = "__Host-" if settings.is_https else ""
    app.config["SESSION_COOKIE_NAME"] = f"{prefix}trigpoint_session"
    app.config["PERSON_COOKIE_NAME"] = f"{prefix}trigpoint_person"
    app.config["SESSION_COOKIE_SECURE"] = settings.is_https
    if settings.base_url:
        app.config["TRUSTED_HOSTS"] = [
            urlsplit(settings.base_url).hostname,
            "localhost",
            "127.0.0.1",
        ]
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # the documented way
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )

    @app.after_request
    def add_headers(response: Response) -> Response:
        there = {name.lower() for name in response.headers.keys()}  # noqa: SIM118  # iterating gives pairs
        for name, value in SECURITY_HEADERS.items():
            # Like `setdefault`, which looks through all of them each time.
            if name.lower() not in there:
                response.headers.add(name, value)
        if settings.is_https:
            response.headers["Strict-Transport-Security"] = HSTS
        if request.endpoint == "static" and request.args.get("v"):
            response.headers["Cache-Control"] = STATIC_CACHE
        elif request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def safe_path(target: str | None, default: str) -> str:
    r"""Return `target` when it is a path on this site, else `default`.

    `//evil.example`, `https://evil.example` and `/\evil.example` all leave the site in some browser.
    """
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    if any(ord(letter) < ord(" ") for letter in target):
        return default
    parts = urlsplit(target)
    return default if parts.scheme or parts.netloc else target
