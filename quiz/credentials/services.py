"""Writes about what people show who they are with: one-time links and new passwords."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.accounts.sessions.services import change_password, end_account_sessions
from quiz.core.keys import new_secret
from quiz.credentials.models import AccountLink, LinkPurpose
from quiz.credentials.oidc.services import unlink_identities
from quiz.credentials.queries import find_link, link_hash
from quiz.credentials.second_factor.services import remove_second_factor
from quiz.errors import NotValid

#: A link by email may wait for somebody to read their mail; one for a password is the shortest way in there is.
LINK_LIFETIMES = {
    LinkPurpose.SIGN_UP: timedelta(hours=24),
    LinkPurpose.PASSWORD: timedelta(hours=1),
    LinkPurpose.CHANGE_EMAIL: timedelta(hours=24),
}
#: A link that somebody was handed, to choose a first password.
INVITATION_LIFETIME = timedelta(days=7)


def create_link(
    session: Session,
    purpose: LinkPurpose,
    *,
    now: datetime,
    account: Account | None = None,
    email: str | None = None,
    lifetime: timedelta | None = None,
) -> str:
    """Make a one-time link and return its secret. Earlier links of an account for the same purpose end.

    A link by email, which anybody can ask for, leaves one alone that was handed out by hand.
    """
    secret = new_secret()
    if account is not None:
        earlier = delete(AccountLink).where(
            AccountLink.account_id == account.id, AccountLink.purpose == purpose
        )
        if email is not None:
            earlier = earlier.where(AccountLink.email.is_not(None))
        session.execute(earlier)
    session.add(
        AccountLink(
            purpose=purpose,
            secret_hash=link_hash(purpose, secret),
            account_id=account.id if account else None,
            email=email,
            credentials_version=account.credentials_version if account else None,
            created_at=now,
            expires_at=now + (lifetime or LINK_LIFETIMES[purpose]),
            used_at=None,
        )
    )
    return secret


def check_link(
    session: Session, purpose: LinkPurpose, secret: str, *, now: datetime
) -> AccountLink:
    """Return a link that still works, without using it.

    Raises
    ------
    NotValid
        When it is wrong, expired, used, or older than the last change of the password.
    """
    link = find_link(session, purpose, secret)
    if link is None or not is_link_live(link, now=now):
        raise NotValid("This link no longer works. Ask for a new one.")
    return link


def is_link_live(link: AccountLink, *, now: datetime) -> bool:
    """Say whether a link still works."""
    if link.used_at is not None or link.expires_at <= now:
        return False
    if link.account is None:
        return link.account_id is None
    return (
        link.account.disabled_at is None
        and link.credentials_version == link.account.credentials_version
    )


def use_link(session: Session, link: AccountLink, *, now: datetime) -> None:
    """Use a link up.

    Raises
    ------
    NotValid
        When another request used it in the meantime.
    """
    statement = (
        update(AccountLink)
        .where(AccountLink.id == link.id, AccountLink.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if session.connection().execute(statement).rowcount != 1:
        raise NotValid("This link no longer works. Ask for a new one.")


def set_password_by_link(
    session: Session, link: AccountLink, password_hash: str, *, now: datetime
) -> Account:
    """Store the password that somebody with a link chose: every browser is signed out and every link is void.

    A sign-in provider is unlinked: a stranger may have linked theirs. A second step stays, unless this link
    is the first proof that the address belongs to whoever uses the account.

    Raises
    ------
    NotValid
        When another request used the link in the meantime.
    """
    use_link(session, link, now=now)
    account = session.get_one(Account, link.account_id)
    change_password(account, password_hash, now=now)
    unlink_identities(session, account)
    if (
        link.email is not None
        and link.email == account.email
        and account.email_verified_at is None
    ):
        account.email_verified_at = now
        remove_second_factor(session, account)
    end_account_sessions(session, account.id)
    return account
