"""Headers on every answer, cookies by the base address, and a way back that stays on this site."""

from urllib.parse import urlsplit

from flask import Flask, Response, request

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
    """Set cookie names and flags, and the headers of every answer."""
    # `__Host-` ties a cookie to this host, path / and https; browsers refuse the name on plain http.
    prefix = "__Host-" if settings.is_https else ""
    app.config["SESSION_COOKIE_NAME"] = f"{prefix}trigpoint_session"
    app.config["PERSON_COOKIE_NAME"] = f"{prefix}trigpoint_person"
    app.config["ACCOUNT_COOKIE_NAME"] = f"{prefix}trigpoint_account"
    app.config["THEME_COOKIE_NAME"] = f"{prefix}theme"
    app.config["SESSION_COOKIE_SECURE"] = settings.is_https
    fixed = dict(SECURITY_HEADERS)
    if settings.is_https:
        fixed["Strict-Transport-Security"] = HSTS

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in fixed.items():
            response.headers.setdefault(name, value)
        if request.endpoint == "static" and request.args.get("v"):
            response.headers["Cache-Control"] = STATIC_CACHE
        elif request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def keep_from_search(response: Response) -> Response:
    """Ask search engines to stay away from a page that who has its address may read; return it."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
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
