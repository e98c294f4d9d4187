"""Writes about the second factor: set up, confirm, use a code once, take away."""

import logging
import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.accounts.sessions.services import void_credentials
from quiz.core.keys import new_code, secret_hash, tidy_code
from quiz.core.sealing import BrokenSealError, open_sealed_text, seal_text
from quiz.credentials.models import RecoveryCode, SecondFactor
from quiz.credentials.queries import find_second_factor
from quiz.credentials.second_factor.totp import DIGITS, SEAL_PURPOSE, find_step

RECOVERY_CODES = 10
log = logging.getLogger(__name__)


def begin_second_factor(
    session: Session, account: Account, sealed_key: str, *, now: datetime
) -> SecondFactor:
    """Keep a new key that is not asked for yet; one that was never confirmed gives way."""
    earlier = find_second_factor(session, account.id)
    if earlier is not None and earlier.confirmed_at is None:
        session.delete(earlier)
        # The account has one at a time.
        session.flush()
    factor = SecondFactor(
        account_id=account.id,
        sealed_key=sealed_key,
        created_at=now,
        confirmed_at=None,
        last_step=0,
    )
    session.add(factor)
    session.flush()
    return factor


def confirm_second_factor(
    session: Session, account: Account, factor: SecondFactor, *, now: datetime
) -> list[str]:
    """Ask for codes from now on; return the recovery codes, which are not stored."""
    factor.confirmed_at = now
    void_credentials(account)
    return replace_recovery_codes(session, account)


def replace_recovery_codes(session: Session, account: Account) -> list[str]:
    """Return new recovery codes; the old ones stop working."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    # Twice 57 bits: long enough to be kept under a plain hash.
    codes = [f"{new_code()}-{new_code()}" for _ in range(RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(account_id=account.id, secret_hash=secret_hash(code), used_at=None)
        for code in codes
    )
    return codes


def use_typed_code(
    session: Session,
    account_id: int,
    typed: str,
    *,
    secrets: Sequence[str],
    now: datetime,
) -> bool:
    """Use up what somebody typed, a code from the app or a recovery code; say whether it was right."""
    if re.fullmatch(rf"\d{{{DIGITS}}}", re.sub(r"[\s-]", "", typed)) is None:
        return use_recovery_code(session, account_id, typed, now=now)
    factor = find_second_factor(session, account_id)
    if factor is None:
        return False
    key = open_key(factor, secrets)
    if key is None:
        return False
    step = find_step(key, typed, now=now)
    if step is None or not use_step(session, account_id, step):
        return False
    # Old secrets are given up one day; whoever signs in until then keeps their app.
    factor.sealed_key = seal_text(key, secrets[0], purpose=SEAL_PURPOSE)
    return True


def open_key(factor: SecondFactor, secrets: Sequence[str]) -> str | None:
    """Return the key that is shared with the app; None when it was sealed with a secret that is not at hand."""
    try:
        return open_sealed_text(factor.sealed_key, secrets, purpose=SEAL_PURPOSE)
    except BrokenSealError:
        log.warning(
            "the key of a second step was sealed with a secret that TRIGPOINT_OLD_SECRET_KEYS does not name"
        )
        return None


def use_step(session: Session, account_id: int, step: int) -> bool:
    """Use up the code of a time step; False when it, or a later one, was used before."""
    statement = (
        update(SecondFactor)
        .where(SecondFactor.account_id == account_id, SecondFactor.last_step < step)
        .values(last_step=step)
        .execution_options(synchronize_session=False)
    )
    return session.connection().execute(statement).rowcount == 1


def use_recovery_code(
    session: Session, account_id: int, code: str, *, now: datetime
) -> bool:
    """Use up a recovery code; False when it is none of the account's, or was used before."""
    statement = (
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.secret_hash == secret_hash(tidy_code(code)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    return session.connection().execute(statement).rowcount == 1


def remove_second_factor(session: Session, account: Account) -> None:
    """Ask for no code any more; recovery codes go too."""
    for model in (SecondFactor, RecoveryCode):
        session.execute(delete(model).where(model.account_id == account.id))
    void_credentials(account)
