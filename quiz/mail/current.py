"""Writing an email in a request: its template is rendered now, and it is sent once the request is kept."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, render_template
from sqlalchemy.orm import Session

from quiz.core.clock import utc_now
from quiz.mail.messages import MailText
from quiz.mail.models import OutgoingMail
from quiz.mail.services import LIFETIME, add_mail
from quiz.web.current_settings import current_settings
from quiz.web.transactions import request_session

EXTENSION_NAME = "trigpoint_mail"
#: Lets a job send an email once what the session did is kept.
StartDelivery = Callable[[Session, OutgoingMail], None]


def init_app(app: Flask, start_delivery: StartDelivery) -> None:
    """Send emails by `start_delivery`; jobs are a room above this one."""
    app.extensions[EXTENSION_NAME] = start_delivery


def send_mail(
    kind: str,
    recipient: str,
    *,
    person_id: int | None = None,
    lifetime: timedelta = LIFETIME,
    **values: Any,
) -> OutgoingMail:
    """Write the email of the template `mail/KIND.txt` to `recipient`; it leaves when the request is kept.

    It is tried until `lifetime` is over, so give a link's own. Addresses in it are made by `external_url`,
    below the base URL, which an installation with an SMTP server always has.

    Raises
    ------
    NotValid
        When the recipient is not one email address.
    """
    text = MailText.from_rendered(
        kind, recipient, render_template(f"mail/{kind}.txt", **values)
    )
    session = request_session()
    mail = add_mail(
        session,
        text,
        secret=current_settings().secret_key,
        now=utc_now(),
        person_id=person_id,
        lifetime=lifetime,
    )
    start_delivery: StartDelivery = current_app.extensions[EXTENSION_NAME]
    start_delivery(session, mail)
    return mail
