"""Reads about identities at a provider."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.credentials.models import ProviderIdentity


def find_identity(
    session: Session, issuer: str, subject: str
) -> ProviderIdentity | None:
    """Return the identity that a provider names, if an account has it."""
    return session.scalar(
        select(ProviderIdentity).where(
            ProviderIdentity.issuer == issuer, ProviderIdentity.subject == subject
        )
    )


def list_identities(session: Session, account_id: int) -> list[ProviderIdentity]:
    """Return the identities of an account."""
    return list(
        session.scalars(
            select(ProviderIdentity).where(ProviderIdentity.account_id == account_id)
        )
    )
