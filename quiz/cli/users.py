"""`trigpoint user`: accounts and roles from the command line, for the first administrator and for one who lost the way in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from quiz.accounts.sessions import queries
from quiz.accounts.sessions.emails import normalise_email
from quiz.accounts.sessions.models import Account
from quiz.administration import services
from quiz.administration.services import OPERATOR
from quiz.cli.options import data_option, load_settings, open_database, printable
from quiz.config import DEFAULT_PORT, Settings
from quiz.core.clock import utc_now
from quiz.core.db import open_session
from quiz.errors import NotFound
from quiz.organisations.models import MemberRole, SiteRoleName
from quiz.organisations.queries import (
    find_membership,
    find_organisation_by_name,
    find_site_role,
    list_memberships,
    list_site_roles,
)
from quiz.organisations.services import create_organisation

port_option = click.option(
    "--port", default=DEFAULT_PORT, show_default=True, help="Where the app answers."
)


@dataclass(frozen=True)
class ChosenRoles:
    """The roles that were named on the command line."""

    administrator: bool
    author: bool
    instructor: tuple[str, ...]


def role_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that name roles, and hand them over together."""

    @click.option("--administrator", is_flag=True, help="Looks after the whole site.")
    @click.option("--author", is_flag=True, help="Writes questions.")
    @click.option(
        "--instructor",
        multiple=True,
        metavar="ORGANISATION",
        help="Leads cohorts there. A new organisation is created.",
    )
    @wraps(command)
    def with_roles(
        *, administrator: bool, author: bool, instructor: tuple[str, ...], **rest: Any
    ) -> None:
        command(roles=ChosenRoles(administrator, author, instructor), **rest)

    return with_roles


@click.group("user")
def user_group() -> None:
    """Create accounts, give roles, hand out one-time links."""


@user_group.command("create")
@click.argument("email")
@role_options
@port_option
@data_option
def create_command(
    email: str,
    *,
    roles: ChosenRoles,
    port: int,
    data: Path | None,
) -> None:
    """Create an account and print a one-time link to choose its password.

    With an account that is there already, give it the roles and print a new link.
    """
    address, now = normalise_email(email), utc_now()
    with _site(data) as (session, settings):
        account = services.ensure_account(session, address, now=now)
        _grant(session, account, roles, settings.time_zone, now=now)
        link = _password_link(session, account, settings, port, now=now)
    click.echo(f"{address} can choose a password here, once, within 7 days:")
    click.echo(link)


@user_group.command("link")
@click.argument("email")
@port_option
@data_option
def link_command(email: str, port: int, data: Path | None) -> None:
    """Print a one-time link to choose a new password. Second step and roles stay as they are."""
    with _site(data) as (session, settings):
        account = _find(session, email)
        link = _password_link(session, account, settings, port, now=utc_now())
    click.echo(link)


@user_group.command("list")
@data_option
def list_command(data: Path | None) -> None:
    """Print every account with its roles."""
    with _site(data) as (session, _):
        for account in queries.list_accounts(session):
            roles = [str(role.role) for role in list_site_roles(session, account.id)]
            roles += [
                f"{one.role} of {one.organisation.name}"
                for one in list_memberships(session, account.id)
            ]
            marks = ["disabled"] if account.disabled_at else []
            words = ", ".join([*roles, *marks]) or "learner"
            click.echo(printable(f"{account.login_name}: {words}"))


@user_group.command("grant")
@click.argument("email")
@role_options
@data_option
def grant_command(
    email: str,
    *,
    roles: ChosenRoles,
    data: Path | None,
) -> None:
    """Give roles to an account; its browsers are signed out."""
    with _site(data) as (session, settings):
        account = _find(session, email)
        _grant(session, account, roles, settings.time_zone, now=utc_now())
    click.echo("Done.")


@user_group.command("revoke")
@click.argument("email")
@role_options
@data_option
def revoke_command(
    email: str,
    *,
    roles: ChosenRoles,
    data: Path | None,
) -> None:
    """Take roles from an account; its browsers are signed out."""
    chosen = {
        SiteRoleName.ADMINISTRATOR: roles.administrator,
        SiteRoleName.AUTHOR: roles.author,
    }
    now = utc_now()
    with _site(data) as (session, _):
        account = _find(session, email)
        held = [
            find_site_role(session, account.id, role)
            for role, asked in chosen.items()
            if asked
        ]
        for role in held:
            if role is not None:
                services.take_role(session, account, role, OPERATOR, now=now)
        for name in roles.instructor:
            organisation = find_organisation_by_name(session, name)
            membership = organisation and find_membership(
                session, account.id, organisation.id, MemberRole.INSTRUCTOR
            )
            if membership:
                services.take_role(session, account, membership, OPERATOR, now=now)
    click.echo("Done.")


@user_group.command("disable")
@click.argument("email")
@data_option
def disable_command(email: str, data: Path | None) -> None:
    """Close an account: its browsers are signed out and nobody gets in. Nothing is deleted."""
    with _site(data) as (session, _):
        services.close_account(session, _find(session, email), OPERATOR, now=utc_now())
    click.echo("Done.")


@user_group.command("enable")
@click.argument("email")
@data_option
def enable_command(email: str, data: Path | None) -> None:
    """Open an account again that was closed."""
    with _site(data) as (session, _):
        services.open_account(session, _find(session, email), OPERATOR, now=utc_now())
    click.echo("Done.")


@user_group.command("sign-out")
@click.argument("email")
@data_option
def sign_out_command(email: str, data: Path | None) -> None:
    """Sign every browser out of an account."""
    with _site(data) as (session, _):
        services.sign_out_everywhere(
            session, _find(session, email), OPERATOR, now=utc_now()
        )
    click.echo("Done.")


@user_group.command("remove-second-step")
@click.argument("email")
@data_option
def remove_second_step_command(email: str, data: Path | None) -> None:
    """Let somebody in without a code who lost the app and the recovery codes."""
    with _site(data) as (session, _):
        services.take_second_step(
            session, _find(session, email), OPERATOR, now=utc_now()
        )
    click.echo("Done.")


@contextmanager
def _site(data: Path | None) -> Iterator[tuple[Session, Settings]]:
    """Open a session on an up-to-date database, committed at the end, beside the settings of the site."""
    from quiz.operations import migrations

    settings = load_settings(data)
    with open_database(settings) as engine:
        migrations.prepare_database(engine)
        with open_session(engine, writes=True) as session:
            yield session, settings
            session.commit()


def _find(session: Session, email: str) -> Account:
    account = queries.find_account_by_email(session, normalise_email(email))
    if account is None:
        raise NotFound(f"There is no account with the email address {email}.")
    return account


def _grant(
    session: Session,
    account: Account,
    roles: ChosenRoles,
    time_zone: str,
    *,
    now: datetime,
) -> None:
    if roles.administrator:
        services.give_site_role(
            session, account, SiteRoleName.ADMINISTRATOR, OPERATOR, now=now
        )
    if roles.author:
        services.give_site_role(
            session, account, SiteRoleName.AUTHOR, OPERATOR, now=now
        )
    for name in roles.instructor:
        organisation = find_organisation_by_name(session, name)
        if organisation is None:
            organisation = create_organisation(
                session, name, time_zone=time_zone, now=now
            )
        services.make_instructor(session, account, organisation, OPERATOR, now=now)


def _password_link(
    session: Session, account: Account, settings: Settings, port: int, *, now: datetime
) -> str:
    secret = services.hand_out_link(session, account, OPERATOR, now=now)
    site = settings.base_url or f"http://127.0.0.1:{port}"
    return f"{site}/password/{secret}"
