"""Codes from an app (TOTP, RFC 6238): six digits, a new one every 30 seconds."""

import hmac
from datetime import datetime

import pyotp

STEP_SECONDS = 30
DIGITS = 6
#: A clock may be this many steps before or behind ours.
STEPS_ASIDE = 1
ISSUER = "Trigpoint"
#: What the shared key is sealed for.
SEAL_PURPOSE = "second factor"


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
