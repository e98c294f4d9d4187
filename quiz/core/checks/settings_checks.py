"""What the value of a setting must look like: each check returns it tidied, or says in a few words what is wrong.

The words continue a sentence that begins with the setting's name.
"""

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

SECRET_MIN_CHARACTERS = 32
#: A secret of fewer different characters was typed, not drawn.
SECRET_MIN_DIFFERENT = 8
HIGHEST_PORT = 65535
DRIVERS = {
    "sqlite": {"sqlite", "sqlite+pysqlite"},
    "postgresql": {"postgresql", "postgresql+psycopg"},
}
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
HOST_NAME = re.compile(
    r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
)


def whole_number(least: int, most: int) -> BeforeValidator:
    """Return a check that takes a whole number between `least` and `most`, written in plain digits."""

    def read_number(value: Any) -> int:
        text = str(value).strip()
        if not re.fullmatch(r"[0-9]{1,12}", text) or not least <= int(text) <= most:
            raise ValueError(
                f"is {text[:40]!r}; it takes a whole number from {least} to {most:,}."
            )
        return int(text)

    return BeforeValidator(read_number)


def check_secret(secret: str) -> str:
    """Return a secret that is long and varied enough; empty stays empty."""
    if not secret:
        return secret
    if len(secret) < SECRET_MIN_CHARACTERS:
        raise ValueError(
            f"has {len(secret)} characters; it needs at least {SECRET_MIN_CHARACTERS}."
            " Leave it unset and one is made and kept for you."
        )
    if len(set(secret)) < SECRET_MIN_DIFFERENT:
        raise ValueError(
            f"is made of {len(set(secret))} different characters only, which can be guessed;"
            " leave it unset and one is made and kept for you."
        )
    return secret


def check_token(token: str) -> str:
    """Return a token that a program shows in a header; empty stays empty."""
    if token and not re.fullmatch(r"[A-Za-z0-9._~+/=-]+", token):
        raise ValueError(
            "holds characters that cannot be in a header; take letters, digits, - and _."
        )
    if token and (
        len(token) < SECRET_MIN_CHARACTERS or len(set(token)) < SECRET_MIN_DIFFERENT
    ):
        raise ValueError(
            f"can be guessed; it takes at least {SECRET_MIN_CHARACTERS} random characters."
        )
    return token


def split_secrets(value: Any) -> tuple[str, ...]:
    """Return the secrets of a list separated by spaces; each must be as good as a new one."""
    words = value.split() if isinstance(value, str) else tuple(value)
    for number, secret in enumerate(words, 1):
        try:
            check_secret(secret)
        except ValueError as error:
            raise ValueError(f"holds a weak key, number {number}: it {error}") from None
    return tuple(words)


def check_zone(name: str) -> str:
    """Return the name of a time zone that is known here."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(
            f"is {name[:60]!r}, which is no time zone known here; an example is Europe/Berlin."
        ) from error
    return name


def check_page_url(url: str) -> str:
    """Return the URL of a page, or nothing."""
    scheme, _, rest = url.partition("://")
    site = _split_site(f"{scheme}://{re.split('[/?#]', rest)[0]}")
    if url and (site is None or not url.isprintable() or " " in url):
        raise ValueError(
            f"is {url[:60]!r}; the URL of a page looks like https://www.example.org/page"
        )
    return url


def check_contact(contact: str) -> str:
    """Return what a link to somebody leads to: a page, or `mailto:` and the email address that was given."""
    if _EMAIL.fullmatch(contact):
        return f"mailto:{contact}"
    if contact and not contact.startswith(("https://", "http://")):
        raise ValueError(
            f"is {contact[:60]!r}; a contact is an email address or the URL of a page."
        )
    return check_page_url(contact)


def check_folder(path: Path | None) -> Path | None:
    """Return a folder that is there, as an absolute path."""
    if path is None:
        return None
    try:
        is_folder = path.is_dir()
    except (OSError, ValueError):
        is_folder = False
    if not is_folder:
        raise ValueError(f"names {str(path)[:200]!r}, which is not a folder.")
    return path.absolute()


def check_base_url(url: str | None) -> str | None:
    """Return an address of a site: scheme, host, perhaps a port, and nothing else."""
    if url is None:
        return None
    shown = re.sub(r"//[^/@]*@", "//…@", url)[:200]
    parts = _split_site(url.rstrip("/"))
    if parts is None or not url.isprintable() or " " in url:
        raise ValueError(
            f"is {shown!r}; it is a scheme, a host and perhaps a port, like https://quiz.example.org"
        )
    host = (parts.hostname or "").removesuffix(".")
    shown_host = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port is not None else ""
    return f"{parts.scheme}://{shown_host}{port}"


def _split_site(url: str) -> SplitResult | None:
    """Return the parts of a site's address; None when it is none."""
    try:
        parts = urlsplit(url)
        return parts if _is_site(parts) else None
    except ValueError:
        return None


def _is_site(parts: SplitResult) -> bool:
    host = (parts.hostname or "").removesuffix(".")
    return (
        parts.scheme in {"http", "https"}
        and not (parts.path or parts.query or parts.fragment)
        and "@" not in parts.netloc
        and not parts.netloc.endswith(":")
        and parts.port != 0
        and (is_ip_address(host) or HOST_NAME.fullmatch(host) is not None)
    )


def is_ip_address(host: str) -> bool:
    """Say whether a host is an IP address."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def check_database_url(url: str) -> str:
    """Return an address of SQLite or PostgreSQL; `postgres://` is the latter's old name."""
    if url.startswith("postgres:"):
        url = "postgresql" + url.removeprefix("postgres")
    scheme = url.split(":", 1)[0]
    kind = scheme.split("+")[0]
    if kind not in DRIVERS:
        raise ValueError(
            f"begins with {scheme[:40]!r}; use postgresql://… or sqlite:///…"
        )
    if scheme not in DRIVERS[kind]:
        raise ValueError(
            f"names the driver {scheme[:40]!r}; write {kind}:// and leave the driver out."
        )
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ValueError(
            "cannot be read; it looks like postgresql://user:password@host/database or sqlite:////folder/file"
        ) from error
    except ValueError as error:
        raise ValueError(
            "has a port with other characters than digits; a port is a number."
        ) from error
    if kind == "sqlite":
        _check_sqlite_file(parsed)
    elif parsed.port is not None and not 0 < parsed.port <= HIGHEST_PORT:
        raise ValueError(f"names port {parsed.port}; ports end at {HIGHEST_PORT}.")
    elif ":" in (parsed.host or "") and not is_ip_address(parsed.host or ""):
        raise ValueError(f"names the host {parsed.host!r}; a port is a number.")
    elif not parsed.database:
        raise ValueError("names no database; it ends like …@host/database")
    return url


def _check_sqlite_file(url: URL) -> None:
    if not url.database or url.database == ":memory:" or "\0" in url.database:
        raise ValueError("names no file; it looks like sqlite:////folder/file")
    if url.host:
        raise ValueError(
            "has two slashes too few; it looks like sqlite:////folder/file"
        )
    path = Path(url.database)
    if path.is_dir():
        raise ValueError(f"names the folder {path}; it needs a file.")
