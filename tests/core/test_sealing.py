"""A sealed text opens with its secret and purpose, and with nothing else."""

import pytest

from quiz.core.sealing import BrokenSealError, open_sealed_text, seal_text

SECRET, OLD = "only for tests " * 4, "an older secret " * 4


def test_what_was_sealed_is_read_again() -> None:
    sealed = seal_text("Äpfel", SECRET, purpose="mail")

    assert "pfel" not in sealed
    assert open_sealed_text(sealed, [SECRET], purpose="mail") == "Äpfel"


def test_a_text_sealed_before_the_secret_changed_is_read() -> None:
    sealed = seal_text("text", OLD, purpose="mail")

    assert open_sealed_text(sealed, [SECRET, OLD], purpose="mail") == "text"


def test_two_seals_of_one_text_differ() -> None:
    assert seal_text("text", SECRET, purpose="mail") != seal_text(
        "text", SECRET, purpose="mail"
    )


@pytest.mark.parametrize("sealed", ["", "x", "é", "AAAA", "A" * 80])
def test_what_is_no_seal_is_refused(sealed: str) -> None:
    with pytest.raises(BrokenSealError):
        open_sealed_text(sealed, [SECRET], purpose="mail")


def test_another_purpose_or_secret_or_a_changed_letter_opens_nothing() -> None:
    sealed = seal_text("text", SECRET, purpose="mail")
    changed = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]

    for text, secret, purpose in (
        (sealed, SECRET, "totp"),
        (sealed, OLD, "mail"),
        (changed, SECRET, "mail"),
    ):
        with pytest.raises(BrokenSealError):
            open_sealed_text(text, [secret], purpose=purpose)
