"""One way in which an email address is stored, and which ones are refused."""

import pytest

from quiz.accounts.sessions.emails import normalise_email
from quiz.errors import NotValid
from quiz.mail.messages import MailText


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" Ana@Example.ORG ", "ana@example.org"),
        ("ana@school.local", "ana@school.local"),
        ("ana@xn--bcher-kva.example.org", "ana@bücher.example.org"),
        ("ana@BÜCHER.example.org", "ana@bücher.example.org"),
    ],
)
def test_an_address_is_stored_in_one_way_and_can_be_written_to(
    typed: str, stored: str
) -> None:
    assert normalise_email(typed) == stored
    assert MailText("test", stored, "Subject", "Text").recipient == stored


@pytest.mark.parametrize(
    "typed",
    ["", "ana", "ana@", "a b@example.org", "ü@example.org", "=?utf-8?q?x?=@y.de"],
)
def test_an_address_that_no_email_reaches_is_refused(typed: str) -> None:
    with pytest.raises(NotValid):
        normalise_email(typed)
