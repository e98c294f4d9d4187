"""Somebody is deleted: their word is in no table and in no file any more, and nobody else loses anything."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from quiz.config import Settings
from quiz.core.clock import utc_now
from quiz.core.db import Base, flush_log, open_session
from quiz.core.keys import secret_hash
from quiz.mail.messages import MailText
from quiz.mail.models import OutgoingMail
from quiz.mail.services import add_mail
from quiz.mail.transports import mail_folder
from quiz.privacy.services import erase_person
from quiz.sittings.assessment.context import AssessmentContext
from tests.access.belongings import Belongings, a_learner
from tests.privacy.traces import add_traces

WORD, OTHER = "qzanaqz", "qzbenqz"


def find_word(engine: Engine, *words: str) -> list[str]:
    """Return where in the database any of these words is."""
    found = []
    with open_session(engine, writes=False) as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(table.select()):
                text = str(tuple(row)).lower()
                found += [table.name for word in words if word.lower() in text]
    return found


def erase(session: Session, theirs: Belongings, settings: Settings) -> None:
    delete_files = erase_person(session, theirs.person, settings)
    session.commit()
    delete_files()


@pytest.mark.parametrize("with_account", [True, False])
def test_a_word_that_somebody_typed_everywhere_is_nowhere(
    engine: Engine,
    session: Session,
    tools: AssessmentContext,
    settings: Settings,
    *,
    with_account: bool,
) -> None:
    theirs = a_learner(session, tools, WORD, with_account=with_account)
    add_traces(session, theirs, WORD)
    if theirs.account is not None:
        # Written before there was an account: it names an address and nobody's number.
        loose = MailText("test", theirs.account.login_name, "A subject", WORD)
        add_mail(session, loose, secret=settings.secret_key, now=utc_now())
    session.commit()
    files = _write_mail_files(session, settings)
    assert len(files) == 1 + with_account  # one of them without a person
    key = theirs.person.key
    assert len(set(find_word(engine, WORD))) > 6

    erase(session, theirs, settings)

    assert find_word(engine, WORD, key) == []
    assert not [file for file in files if file.exists()]
    # What stays is a hash, so that no backup brings the person back.
    assert find_word(engine, secret_hash(key)) == ["erasure"]


def test_nobody_else_loses_anything(
    engine: Engine, session: Session, tools: AssessmentContext, settings: Settings
) -> None:
    theirs = a_learner(session, tools, WORD, with_account=True)
    other = a_learner(session, tools, OTHER, with_account=True)
    for each, word in ((theirs, WORD), (other, OTHER)):
        add_traces(session, each, word)
    session.commit()
    before = find_word(engine, OTHER, other.person.key)

    erase(session, theirs, settings)

    assert find_word(engine, OTHER, other.person.key) == before


def test_the_bytes_of_the_file_forget_as_well(
    engine: Engine, session: Session, tools: AssessmentContext, settings: Settings
) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps deleted rows until its next vacuum")
    theirs = a_learner(session, tools, WORD, with_account=True)
    session.commit()

    erase(session, theirs, settings)
    session.close()
    flush_log(engine)

    database = Path(str(engine.url.database))
    for file in database.parent.glob(f"{database.name}*"):
        assert WORD.encode() not in file.read_bytes(), file


def _write_mail_files(session: Session, settings: Settings) -> list[Path]:
    """Write the file of every email, as an installation without a mail server does."""
    mail_folder(settings).mkdir(exist_ok=True)
    files = [
        mail_folder(settings) / f"{key}.eml"
        for key in session.scalars(select(OutgoingMail.key))
    ]
    session.rollback()
    for file in files:
        file.write_text(WORD)
    return files
