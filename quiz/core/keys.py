"""Random words: public keys for addresses, secrets for people, and the hash under which a secret is kept."""

import hashlib
import secrets

# No vowels, so that no words appear, and nothing that reads like something else.
READABLE_CHARACTERS = "23456789BCDFGHJKLMNPQRSTVWXZ"
PUBLIC_KEY_CHARACTERS = (
    12  # 57 bits: not guessable by chance, and never relied upon as a secret
)
CODE_CHARACTERS = 12


def public_key() -> str:
    """Return a short random word for an address, for example `x7kq2mwd9tfc`."""
    return "".join(
        secrets.choice(READABLE_CHARACTERS.lower())
        for _ in range(PUBLIC_KEY_CHARACTERS)
    )


def is_public_key(word: str) -> bool:
    """Say whether a word could come from `public_key`; no key of the question bank does."""
    letters = frozenset(READABLE_CHARACTERS.lower())
    return len(word) == PUBLIC_KEY_CHARACTERS and letters.issuperset(word)


def format_key(key: str) -> str:
    """Write a public key as it is printed, `x7kq-2mwd-9tfc`."""
    return "-".join(key[start : start + 4] for start in range(0, len(key), 4))


def read_key(typed: str) -> str:
    """Return a public key that was typed or printed: small letters, no hyphens, no spaces."""
    return "".join(letter for letter in typed.lower() if letter.isalnum())


def new_secret() -> str:
    """Return a secret of 256 bits, fit for a cookie or an address."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Return a code to be typed by hand, for example `K7QM-2WD9-TFCX` (57 bits)."""
    word = "".join(secrets.choice(READABLE_CHARACTERS) for _ in range(CODE_CHARACTERS))
    return "-".join(word[i : i + 4] for i in range(0, CODE_CHARACTERS, 4))


def tidy_code(typed: str) -> str:
    """Return a typed code as `new_code` wrote it: capitals, no spaces, hyphens where they belong."""
    word = "".join(letter for letter in typed.upper() if letter.isalnum())
    return "-".join(word[i : i + 4] for i in range(0, len(word), 4))


def secret_hash(secret: str) -> str:
    """Return the hash under which a secret is kept: SHA-256, since the secret itself is random."""
    return hashlib.sha256(secret.encode()).hexdigest()
