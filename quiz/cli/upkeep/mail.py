"""`trigpoint mail`: try the mail server, see what became of emails, read those in the folder."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import click

from quiz.cli.options import data_option, database_session, load_settings, printable
from quiz.config import Settings
from quiz.core.clock import utc_now
from quiz.core.keys import public_key
from quiz.errors import NotFound, NotNow
from quiz.mail import queries, services
from quiz.mail.messages import MailText, build_message
from quiz.mail.models import OutgoingMail
from quiz.mail.transports import (
    DeliveryFailed,
    MailTransport,
    SmtpTransport,
    mail_folder,
    open_transport,
)
from quiz.operations.doctor.mail import ADVICE
from quiz.operations.mails.delivery import add_delivery_job

SHOWN = 50


@click.group("mail", invoke_without_command=True)
@data_option
@click.pass_context
def mail_group(context: click.Context, data: Path | None) -> None:
    """List the latest emails and how each fared; show, test or retry them with a command."""
    if context.invoked_subcommand is None:
        _print_list(data)


@mail_group.command("list")
@data_option
def list_command(data: Path | None) -> None:
    """Print the latest emails, the newest first."""
    _print_list(data)


@mail_group.command("show")
@click.argument("key")
@data_option
def show_command(key: str, data: Path | None) -> None:
    """Print an email that was written into the folder."""
    folder = mail_folder(load_settings(data))
    if not key.isalnum() or not (folder / f"{key}.eml").is_file():
        raise NotFound(f"There is no email {printable(key)} in {folder}.")
    message = message_from_bytes(
        (folder / f"{key}.eml").read_bytes(), _class=EmailMessage, policy=default
    )
    for header in ("Date", "From", "To", "Subject"):
        click.echo(f"{header}: {printable(str(message[header]))}")
    click.echo()
    for line in message.get_content().splitlines():
        click.echo(printable(line))


@mail_group.command("test")
@click.argument("address")
@data_option
def test_command(address: str, data: Path | None) -> None:
    """Send a test email to ADDRESS now, and print what the server and Trigpoint say to each other."""
    settings = load_settings(data)
    key, text = public_key(), _read_test_text(address)
    message = build_message(
        text, sender=settings.effective_mail_from, key=key, written_at=utc_now()
    )
    try:
        _open_heard_transport(settings).deliver(message, key=key)
    except DeliveryFailed as failure:
        raise NotNow(
            f"Not sent ({failure.fault.value}): {printable(failure.answer)}\n{ADVICE[failure.fault]}"
        ) from failure
    if settings.smtp_host:
        click.echo(
            f"The server took the email to {printable(address)}. If it does not arrive, look into the spam folder."
        )
    else:
        click.echo(
            f"There is no mail server (TRIGPOINT_SMTP_HOST). The email is {mail_folder(settings) / key}.eml"
        )


@mail_group.command("retry")
@data_option
def retry_command(data: Path | None) -> None:
    """Let every email that waits be tried within a minute."""
    now = utc_now()
    with database_session(data) as session:
        waiting = queries.list_waiting_mails(session)
        for mail in waiting:
            services.hurry_mail(mail, now=now)
            add_delivery_job(session, mail, now=now).due_at = now
    click.echo(f"Emails to be tried: {len(waiting)}")


def _open_heard_transport(settings: Settings) -> MailTransport:
    if settings.smtp_host:
        return SmtpTransport(settings, hear=lambda line: click.echo(printable(line)))
    return open_transport(settings)


def _read_test_text(address: str) -> MailText:
    from quiz.config import assets_folder

    template = assets_folder() / "templates" / "mail" / "test.txt"
    return MailText.from_rendered("test", address, template.read_text(encoding="utf-8"))


def _print_list(data: Path | None) -> None:
    settings = load_settings(data)
    with database_session(data, writes=False) as session:
        for mail in queries.list_latest_mails(session, limit=SHOWN):
            click.echo(_format_mail(mail))
    folder = mail_folder(settings)
    written = len(list(folder.glob("*.eml"))) if folder.is_dir() else 0
    if written or not settings.smtp_host:
        click.echo(f"In {folder}: {written}. To read one: trigpoint mail show KEY")


def _format_mail(mail: OutgoingMail) -> str:
    line = f"{mail.key}  {mail.created_at:%Y-%m-%d %H:%M}  {mail.state.value:<8}  {mail.recipient}  {mail.subject}"
    if mail.fault is not None:
        line += f"  [{mail.fault.value}: {mail.answer}]"
    return printable(line)
