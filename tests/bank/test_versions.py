"""Every content a question was shown with is kept once."""

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.bank.models import QuestionVersion
from quiz.bank.versions import question_of, version_of
from tests.bank import makers

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_the_same_content_is_kept_once(session: Session) -> None:
    first = version_of(session, makers.question(), now=NOW)
    again = version_of(session, makers.question(path="elsewhere.md"), now=NOW)

    assert first is again
    assert session.scalar(select(func.count()).select_from(QuestionVersion)) == 1


def test_what_is_kept_is_the_question_as_it_stood(session: Session) -> None:
    old = version_of(session, makers.question(), now=NOW)
    new = version_of(session, makers.question(revision=2), now=NOW)

    assert question_of(old) == makers.question()
    assert question_of(new).revision == 2
    assert old.digest != new.digest
