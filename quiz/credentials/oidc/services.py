"""Writes of signing in by a provider: the account of an identity, and the roles that its groups give."""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from quiz.accounts.services import create_bare_person
from quiz.accounts.sessions.emails import normalise_email
from quiz.accounts.sessions.models import Account
from quiz.accounts.sessions.queries import find_account_by_email
from quiz.accounts.sessions.services import (
    AccountDetails,
    create_account,
    void_credentials,
)
from quiz.core.checks.oidc_checks import GroupRole
from quiz.credentials.models import ProviderIdentity
from quiz.credentials.oidc.client import ProviderClaims
from quiz.credentials.oidc.queries import find_identity, list_identities
from quiz.errors import NotNow, NotValid
from quiz.organisations import services as roles
from quiz.organisations.models import (
    MemberRole,
    Membership,
    RoleSource,
    SiteRole,
    SiteRoleName,
)
from quiz.organisations.queries import find_organisation_by_name, list_provider_roles

log = logging.getLogger(__name__)


class AddressTaken(NotNow):
    """The address of an identity belongs to an account that the identity is not linked to."""


def find_or_create_account(
    session: Session, claims: ProviderClaims, *, now: datetime
) -> Account:
    """Return the account of an identity, made at its first sign-in.

    An identity is never given an account because of its address alone: whoever has the account links it, signed in.

    Raises
    ------
    AddressTaken
        When somebody has an account with the address.
    NotValid
        When the provider names no address.
    """
    identity = find_identity(session, claims.issuer, claims.subject)
    if identity is not None:
        identity.used_at = now
        return identity.account
    email = normalise_email(claims.email)
    if find_account_by_email(session, email) is not None:
        raise AddressTaken("There is an account with this email address already.")
    person = create_bare_person(session, now=now)
    account = create_account(
        session,
        person,
        AccountDetails(
            email=email,
            name=claims.name,
            is_email_verified=claims.is_email_verified,
        ),
        now=now,
    )
    _add_identity(session, account, claims, now=now)
    return account


def link_identity(
    session: Session, account: Account, claims: ProviderClaims, *, now: datetime
) -> None:
    """Let an account be signed in to by an identity from now on.

    Raises
    ------
    NotValid
        When another account has it.
    """
    identity = find_identity(session, claims.issuer, claims.subject)
    if identity is None:
        _add_identity(session, account, claims, now=now)
        void_credentials(account)
    elif identity.account_id != account.id:
        raise NotValid("Another account is linked to this identity.")


def unlink_identities(session: Session, account: Account) -> None:
    """Let an account no longer be signed in to by a provider, and take the roles that the provider gave.

    Nothing would renew these roles. Taking one signs every browser out.
    """
    identities = list_identities(session, account.id)
    if not identities:
        return
    for identity in identities:
        session.delete(identity)
    for held in list_provider_roles(session, account.id):
        _revoke(session, held)
    void_credentials(account)


def renew_roles(
    session: Session,
    account: Account,
    claims: ProviderClaims,
    rules: Sequence[GroupRole],
    *,
    now: datetime,
) -> None:
    """Give the roles of somebody's groups, and take those that a provider gave and their groups no longer give.

    What was given by hand, and what no rule is about, is left alone. So is the role of the only administrator, who
    is let in to name another one. Without rules nothing changes.
    """
    if not rules:
        return
    wanted = [rule for rule in rules if rule.group in claims.groups]
    mapped = {(rule.role, rule.organisation) for rule in rules}
    given = {(rule.role, rule.organisation) for rule in wanted}
    for role, organisation in sorted(given, key=str):
        _give(session, account, role, organisation, now=now)
    for held in list_provider_roles(session, account.id):
        name = _name_role(held)
        if name in mapped and name not in given:
            _revoke(session, held)


def _give(
    session: Session,
    account: Account,
    role: str,
    organisation: str | None,
    *,
    now: datetime,
) -> None:
    source = RoleSource.PROVIDER
    if organisation is None:
        roles.grant_site_role(
            session, account, SiteRoleName(role), now=now, source=source
        )
        return
    found = find_organisation_by_name(session, organisation)
    if found is None:
        found = roles.create_organisation(session, organisation, now=now)
    roles.grant_membership(
        session, account, found, MemberRole(role), now=now, source=source
    )


def _revoke(session: Session, held: SiteRole | Membership) -> None:
    try:
        # What was deleted before the refusal comes back.
        with session.begin_nested():
            roles.revoke_role(session, held)
    except NotNow:
        log.warning(
            "the only administrator keeps the role, which the provider no longer gives"
        )


def _name_role(held: SiteRole | Membership) -> tuple[str, str | None]:
    if isinstance(held, SiteRole):
        return held.role.value, None
    return held.role.value, held.organisation.name


def _add_identity(
    session: Session, account: Account, claims: ProviderClaims, *, now: datetime
) -> None:
    session.add(
        ProviderIdentity(
            account_id=account.id,
            issuer=claims.issuer,
            subject=claims.subject,
            created_at=now,
            used_at=now,
        )
    )
