"""What an email may hold: one recipient, one subject, and no header that somebody typed."""

import pytest

from quiz.errors import NotValid
from quiz.mail.messages import MailText, build_message
from tests.factories import NOW


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "ana",
        "ana@",
        "@example.org",
        "ana@example.org\nBcc: eve@example.org",
        "ana@example.org\r\n\r\nBuy",
        "ana@example.org, eve@example.org",
        "ana@example.org;eve@example.org",
        "Ana <ana@example.org>",
        "ana @example.org",
        "ana@example.org@example.com",
        '"ana\\" <eve@example.org>"@example.org',
        "a" * 250 + "@example.org",
        # No header can hold these.
        "ü@example.org",
        "=?utf-8?q?x?=@example.org",
        "ana@\u2488com",
    ],
)
def test_a_recipient_is_one_address(recipient: str) -> None:
    with pytest.raises(NotValid):
        MailText("test", recipient, "Subject", "Text")


def test_a_domain_with_other_letters_is_written_as_its_ascii_name() -> None:
    text = MailText("test", "ana@bücher.example", "Subject", "Text")

    message = build_message(text, sender="q@example.org", key="k7q2", written_at=NOW)

    assert message["To"] == "ana@xn--bcher-kva.example"
    assert message.as_bytes().isascii()


def test_the_first_line_of_a_template_is_the_subject() -> None:
    text = MailText.from_rendered(
        "test", "ana@example.org", "\n Reset  your\tpassword\n\nHello\n\n"
    )

    assert (text.subject, text.body) == ("Reset your password", "Hello\n")


def test_the_same_email_has_the_same_id_at_each_attempt() -> None:
    text = MailText("test", "ana@example.org", "Subject", "Text")

    ids = {
        build_message(text, sender="q@example.org", key="k7q2", written_at=NOW)[
            "Message-ID"
        ]
        for _ in range(2)
    }

    assert ids == {"<k7q2@example.org>"}


def test_a_long_link_is_not_cut() -> None:
    link = "https://quiz.example.org/reset/" + "x" * 200
    text = MailText("test", "ana@example.org", "Subject", f"Here:\n{link}\n")

    message = build_message(text, sender="q@example.org", key="k", written_at=NOW)

    assert link in message.get_content()
