"""A download holds everything about one person, explained, and nothing else: no secret, no key, no other person."""

import json
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quiz.access.ownership import OWNED_BY, PEOPLE
from quiz.accounts.models import Person
from quiz.organisations.models import SiteRoleName
from quiz.privacy.export import collect_personal_data
from quiz.privacy.register import read_register
from quiz.sittings.assessment.context import AssessmentContext
from tests.access.belongings import (
    Belongings,
    a_learner,
    an_organisation,
    give_role,
    make_instructor,
)
from tests.factories import NOW, a_sitting, answer
from tests.privacy.traces import add_traces

WORD, OTHER = "qzanaqz", "qzbenqz"


def content_of(session: Session, person: Person) -> dict[str, Any]:
    """Return a download as it is read back from its file."""
    data = collect_personal_data(session, person, now=NOW)
    content: dict[str, Any] = json.loads(json.dumps(data.as_content()))
    return content


@pytest.fixture
def learner(session: Session, tools: AssessmentContext) -> Belongings:
    """Return somebody with a row in every table, and beside them somebody else."""
    theirs = a_learner(session, tools, WORD, with_account=True)
    assert theirs.account is not None
    make_instructor(session, theirs.account, an_organisation(session, "School A"))
    give_role(session, theirs.account, SiteRoleName.AUTHOR)
    add_traces(session, theirs, WORD)
    a_learner(session, tools, OTHER, with_account=True)
    session.commit()
    return theirs


#: An account ends the ways of an anonymous person, who is looked at apart.
ANONYMOUS = {"person_secret", "resume_code"}


def test_every_table_about_people_has_rows_in_it(
    session: Session, learner: Belongings
) -> None:
    tables = content_of(session, learner.person)["tables"]

    assert tables.keys() == {PEOPLE, *OWNED_BY}
    empty = {name for name, table in tables.items() if not table["rows"]}
    assert empty == ANONYMOUS


def test_somebody_without_an_account_finds_their_devices(
    session: Session, tools: AssessmentContext
) -> None:
    theirs = a_learner(session, tools, WORD)

    tables = content_of(session, theirs.person)["tables"]

    assert tables["person_secret"]["rows"][-1]["name"] == WORD
    assert tables["resume_code"]["rows"]
    assert tables["account"]["rows"] == []


def test_every_field_has_its_explanation(session: Session, learner: Belongings) -> None:
    for name, table in content_of(session, learner.person)["tables"].items():
        for row in table["rows"]:
            assert row.keys() == table["fields"].keys(), name
        assert all(table["fields"].values())


def test_no_secret_and_nobody_else_is_in_it(
    session: Session, learner: Belongings
) -> None:
    content = content_of(session, learner.person)
    text = json.dumps(content)

    assert WORD in text
    assert OTHER not in text
    for name, table in content["tables"].items():
        hidden = {*read_register()[name].secret, *read_register()[name].withheld}
        assert not hidden & table["fields"].keys()
    assert "$argon2id" not in text


def test_answers_say_which_question_of_which_assessment_they_belong_to(
    session: Session, learner: Belongings
) -> None:
    content = content_of(session, learner.person)

    answers = content["tables"]["answer"]["rows"]
    places = content["tables"]["position"]["rows"]
    key = learner.keys["sitting"]
    assert answers[0]["position"] == f"{key}, question 1"
    assert places[0]["sitting"] == key
    assert places[0]["question_version"] in content["questions"]


def test_an_assessment_in_progress_gives_no_score_away(
    session: Session, tools: AssessmentContext
) -> None:
    theirs = a_learner(session, tools, WORD)
    sitting = a_sitting(session, tools, theirs.person, goal="senior")
    answer(session, sitting, tools, right=True)

    rows = content_of(session, theirs.person)["tables"]["answer"]["rows"]

    scores = {row["position"]: row["score"] for row in rows}
    assert scores.pop(f"{sitting.key}, question 1") is None
    assert all(score == 1.0 for score in scores.values())


def test_the_key_of_a_question_is_not_in_its_text(
    session: Session, learner: Belongings
) -> None:
    questions = content_of(session, learner.person)["questions"]

    assert questions
    assert all(isinstance(text, str) and text for text in questions.values())
