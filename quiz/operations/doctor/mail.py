"""Whether emails leave this installation, and what to do when they do not."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from quiz.config import Settings
from quiz.jobs.queries import read_database_clock
from quiz.mail.models import MailFault
from quiz.mail.queries import find_mail_trouble
from quiz.mail.transports import mail_folder
from quiz.operations.doctor.findings import (
    Diagnosis,
    report_error,
    report_ok,
    report_warning,
)

#: What an operator can do about each fault.
ADVICE = {
    MailFault.UNKNOWN_HOST: "Look at TRIGPOINT_SMTP_HOST: no such server is known here.",
    MailFault.NO_CONNECTION: "Look at TRIGPOINT_SMTP_HOST and TRIGPOINT_SMTP_PORT, and at the firewall: many hosts"
    " block port 25 and some block 465 and 587.",
    MailFault.ENCRYPTION: "Set TRIGPOINT_SMTP_SECURITY to starttls (usually port 587) or tls (usually port 465). If the"
    " certificate is refused, use the name that stands in it as TRIGPOINT_SMTP_HOST.",
    MailFault.SIGN_IN: "Look at TRIGPOINT_SMTP_USER and TRIGPOINT_SMTP_PASSWORD. Some providers want a password made"
    " for one app.",
    MailFault.SENDER: "The server does not send for TRIGPOINT_MAIL_FROM. Use an address that belongs to the account.",
    MailFault.RECIPIENT: "The server refuses the recipient. Look at the address, and whether the server sends to"
    " others at all.",
    MailFault.CONTENT: "The server refuses the email itself. Its answer says why.",
    MailFault.ANSWER: "The server's answer says what it wants.",
    MailFault.FOLDER: "Emails cannot be written into the data folder. Look at its rights and at the disk.",
}
NOBODY_SENDS = "Start the app with TRIGPOINT_RUN_JOBS=1, or trigpoint worker."


def check_mail(settings: Settings, session: Session) -> Iterator[Diagnosis]:
    """See whether the last email was taken, and whether any wait."""
    trouble = find_mail_trouble(session, now=read_database_clock(session))
    if trouble is not None:
        advice = ADVICE[trouble.fault] if trouble.fault else NOBODY_SENDS
        yield report_error(
            "mail",
            f"Emails have not been sent since {trouble.since:%Y-%m-%d %H:%M} UTC; {trouble.waiting} waiting."
            f" {trouble.answer}".rstrip(),
            f"{advice} To try: trigpoint mail test ADDRESS",
        )
    elif settings.smtp_host:
        yield report_ok("mail", f"Sent through {settings.smtp_host}.")
    elif settings.base_url:
        yield report_warning(
            "mail",
            f"There is no mail server; emails are written into {mail_folder(settings)}.",
            "Set TRIGPOINT_SMTP_HOST and TRIGPOINT_MAIL_FROM, so that people can reset their passwords themselves.",
        )
    else:
        yield report_ok("mail", f"Written into {mail_folder(settings)}.")
