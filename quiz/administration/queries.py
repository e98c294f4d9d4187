"""Reads for administrators: accounts, a page at a time."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.organisations.models import Membership, SiteRole

PAGE_SIZE = 50


def search_accounts(session: Session, words: str, *, page: int) -> Sequence[Account]:
    """Return a page of the accounts whose name or address holds `words`, by address; one more than a page has."""
    statement = select(Account).order_by(
        func.coalesce(Account.email, Account.sign_in_name)
    )
    if words:
        statement = statement.where(
            or_(
                Account.email.icontains(words, autoescape=True),
                Account.sign_in_name.icontains(words, autoescape=True),
                Account.name.icontains(words, autoescape=True),
            )
        )
    start = (page - 1) * PAGE_SIZE
    return session.scalars(statement.offset(start).limit(PAGE_SIZE + 1)).all()


def count_accounts(session: Session) -> int:
    """Return how many accounts there are."""
    return session.scalar(select(func.count()).select_from(Account)) or 0


def count_roles(session: Session, account_ids: Sequence[int]) -> dict[int, int]:
    """Return how many roles each of some accounts has."""
    counts: dict[int, int] = {}
    for model in (SiteRole, Membership):
        rows = session.execute(
            select(model.account_id, func.count())
            .where(model.account_id.in_(account_ids))
            .group_by(model.account_id)
        )
        for account_id, count in rows:
            counts[account_id] = counts.get(account_id, 0) + count
    return counts


def find_role_by_id(
    session: Session, account_id: int, kind: str, row_id: int
) -> SiteRole | Membership | None:
    """Return a role of an account by the kind of table and the number of its row."""
    held: SiteRole | Membership | None = None
    if kind == "site":
        held = session.get(SiteRole, row_id)
    elif kind == "organisation":
        held = session.get(Membership, row_id)
    return held if held is not None and held.account_id == account_id else None
