"""Codes from an app (TOTP, RFC 6238): six digits, a new one every 30 seconds; and the key sealed for the database."""

import base64
import hmac
from collections.abc import Sequence
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

STEP_SECONDS = 30
DIGITS = 6
#: A clock may be this many steps before or behind ours.
STEPS_ASIDE = 1
ISSUER = "Trigpoint"


class UnreadableKeyError(Exception):
    """A sealed key was made with a secret of the site that is no longer among the settings."""


def new_totp_key() -> str:
    """Return a new shared key of 160 bits, in base 32 as apps take it."""
    return pyotp.random_base32()


def find_step(key: str, code: str, *, now: datetime) -> int | None:
    """Return the time step whose code this is, of the present one and those beside it; None for a wrong code."""
    digits = "".join(letter for letter in code if letter.isdigit())
    present = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(key, digits=DIGITS, interval=STEP_SECONDS)
    found = None
    for step in range(present - STEPS_ASIDE, present + STEPS_ASIDE + 1):
        if hmac.compare_digest(totp.generate_otp(step), digits):
            found = step
    return found


def make_totp_address(key: str, email: str) -> str:
    """Return the address that apps read from the QR code."""
    totp = pyotp.TOTP(key, digits=DIGITS, interval=STEP_SECONDS)
    return totp.provisioning_uri(name=email, issuer_name=ISSUER)


def seal_key(key: str, secrets: Sequence[str]) -> str:
    """Return a key as it is stored, encrypted with the first of the site's secrets."""
    return _sealer(secrets).encrypt(key.encode()).decode()


def open_key(sealed: str, secrets: Sequence[str]) -> str:
    """Return the key that was sealed with any of the site's secrets.

    Raises
    ------
    UnreadableKeyError
        When it was sealed with another.
    """
    try:
        return _sealer(secrets).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise UnreadableKeyError from error


def _sealer(secrets: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(_derive_key(secret)) for secret in secrets])


def _derive_key(secret: str) -> bytes:
    digest = hmac.new(secret.encode(), b"second factor", "sha256").digest()
    return base64.urlsafe_b64encode(digest)
