"""What the settings of the mail server must look like, alone and together.

The words of an error continue a sentence that begins with the setting's name.
"""

from email.utils import parseaddr
from enum import StrEnum
from typing import Any

from pydantic import ValidationInfo

from quiz.core.checks.settings_checks import HOST_NAME, is_ip_address


class SmtpSecurity(StrEnum):
    """How the connection to the mail server is encrypted."""

    #: From the first byte on; usually port 465.
    TLS = "tls"
    #: After a first exchange in the clear; usually port 587.
    STARTTLS = "starttls"
    #: Not at all: a server on this machine, or in a network that is trusted.
    NONE = "none"


#: The port of each, where none is set.
SMTP_PORTS = {
    SmtpSecurity.TLS: 465,
    SmtpSecurity.STARTTLS: 587,
    SmtpSecurity.NONE: 25,
}
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}


def check_smtp_host(host: str | None, info: ValidationInfo) -> str | None:
    """Return the name of a mail server; links in emails need the base URL."""
    if host is None:
        return None
    name = host.strip().lower().removesuffix(".")
    if not (is_ip_address(name) or HOST_NAME.fullmatch(name)):
        raise ValueError(
            f"is {host[:100]!r}; it is the name of a server, like mail.example.org. The port has a setting of its own."
        )
    if "base_url" in info.data and info.data["base_url"] is None:
        raise ValueError("needs TRIGPOINT_BASE_URL: links in emails begin with it.")
    return name


def read_smtp_security(value: Any) -> Any:
    """Return the kind of encryption that a word names."""
    words = [kind.value for kind in SmtpSecurity]
    if str(value).lower() not in words:
        raise ValueError(f"is {str(value)[:40]!r}; it is one of {', '.join(words)}.")
    return SmtpSecurity(str(value).lower())


def check_smtp_user(user: str, info: ValidationInfo) -> str:
    """Return the name to sign in with, which needs an encrypted connection."""
    is_plain = info.data.get("smtp_security") == SmtpSecurity.NONE
    if user and is_plain and info.data.get("smtp_host") not in LOCAL_HOSTS:
        raise ValueError(
            "would send the password in the clear: TRIGPOINT_SMTP_SECURITY is none. Use starttls or tls."
        )
    return user


def check_smtp_password(password: str, info: ValidationInfo) -> str:
    """Return a password that has a name."""
    if bool(password) != bool(info.data.get("smtp_user", password)):
        raise ValueError("and TRIGPOINT_SMTP_USER are set together or not at all.")
    return password


def check_mail_from(sender: str | None, info: ValidationInfo) -> str | None:
    """Return the sender of emails: an address, perhaps with a name before it."""
    if sender is None:
        if info.data.get("smtp_host"):
            raise ValueError(
                "is missing: the address that emails come from, like Trigpoint <quiz@example.org>."
            )
        return None
    name, address = parseaddr(sender)
    local, at, domain = address.rpartition("@")
    if not (
        sender.isprintable()
        and local
        and local.isascii()
        and at
        and HOST_NAME.fullmatch(domain.lower())
    ):
        raise ValueError(
            f"is {sender[:100]!r}; it is an email address, perhaps with a name: Trigpoint <quiz@example.org>."
        )
    return f"{name} <{address}>" if name else address
