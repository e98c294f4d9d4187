"""Texts that the database holds only sealed: encrypted with a key that is derived from the installation's secret.

For what must be readable again, such as an email that waits to be sent. What only has to be compared is hashed.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


class BrokenSealError(Exception):
    """A sealed text was changed, or was sealed with a secret that is not at hand."""


def seal_text(text: str, secret: str, *, purpose: str) -> str:
    """Return `text` encrypted with AES-256-GCM; it opens with the same secret and purpose alone."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = _derive_cipher(secret, purpose).encrypt(nonce, text.encode(), None)
    return urlsafe_b64encode(nonce + sealed).decode()


def open_sealed_text(sealed: str, secrets: Sequence[str], *, purpose: str) -> str:
    """Return the text behind a seal, trying each secret in turn.

    Raises
    ------
    BrokenSealError
        When none of them opens it.
    """
    from cryptography.exceptions import InvalidTag

    try:
        data = urlsafe_b64decode(sealed.encode("ascii"))
    except (Base64Error, ValueError) as error:
        raise BrokenSealError(purpose) from error
    for secret in secrets:
        cipher = _derive_cipher(secret, purpose)
        try:
            return cipher.decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], None).decode()
        except (InvalidTag, ValueError):
            continue
    raise BrokenSealError(purpose)


def _derive_cipher(secret: str, purpose: str) -> "AESGCM":
    # Imported when it is needed: most processes never open a seal.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derivation = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"seal:{purpose}".encode())
    return AESGCM(derivation.derive(secret.encode()))
