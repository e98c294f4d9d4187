"""Somebody is deleted: their word is in no table and in no file any more, and nobody else loses anything."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quiz.config import Settings
from quiz.core.db import Base, flush_log, open_session
from quiz.core.keys import secret_hash
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
    session.commit()
    mail_folder(settings).mkdir(exist_ok=True)
    file = mail_folder(settings) / f"{_mail_key(session, theirs)}.eml"
    file.write_text(WORD)
    key = theirs.person.key
    assert len(set(find_word(engine, WORD))) > 6

    erase(session, theirs, settings)

    assert find_word(engine, WORD, key) == []
    assert not file.exists()
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


def _mail_key(session: Session, theirs: Belongings) -> str:
    from quiz.mail.queries import list_mail_keys_of_person

    (key,) = list_mail_keys_of_person(session, theirs.person.id)
    session.rollback()
    return key
