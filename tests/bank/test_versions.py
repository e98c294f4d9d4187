"""Every content a question was shown with is kept once."""

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.bank.models import QuestionVersion
from quiz.bank.versions import ensure_version, load_question
from tests.bank import makers

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_the_same_content_is_kept_once(session: Session) -> None:
    first = ensure_version(session, makers.question(), now=NOW)
    again = ensure_version(session, makers.question(path="elsewhere.md"), now=NOW)

    assert first is again
    assert session.scalar(select(func.count()).select_from(QuestionVersion)) == 1


def test_what_is_kept_is_the_question_as_it_stood(session: Session) -> None:
    old = ensure_version(session, makers.question(), now=NOW)
    new = ensure_version(session, makers.question(revision=2), now=NOW)

    assert load_question(old) == makers.question()
    assert load_question(new).revision == 2
    assert old.digest != new.digest
