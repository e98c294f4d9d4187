"""What tests of accounts may ask for."""

from tests.accounts_fixtures import (
    add_account,
    ana,
    mailbox,
    other,
    password_hash,
    sign_in,
)

__all__ = ["add_account", "ana", "mailbox", "other", "password_hash", "sign_in"]
