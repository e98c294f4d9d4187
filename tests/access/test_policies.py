"""Who may do what, decided without a page: a person's things are theirs, and a role opens what it names alone."""

import itertools

import pytest

from quiz.access.policies import SITE, Action, Actor, Subject, is_allowed

STRANGER = Actor()
LEARNER = Actor(person_id=1, account_id=1)
AUTHOR = Actor(person_id=2, account_id=2, is_author=True)
INSTRUCTOR = Actor(person_id=3, account_id=3, instructor_of=frozenset({7}))
ADMINISTRATOR = Actor(person_id=4, account_id=4, is_administrator=True)
ACTORS = (STRANGER, LEARNER, AUTHOR, INSTRUCTOR, ADMINISTRATOR)
SUBJECTS = (
    SITE,
    Subject(person_id=1),
    Subject(person_id=4),
    Subject(organisation_id=7),
    Subject(organisation_id=8),
)
#: Everything that anybody may; all else is refused.
ALLOWED = {
    (LEARNER, Action.SEE, Subject(person_id=1)),
    (LEARNER, Action.CHANGE, Subject(person_id=1)),
    (ADMINISTRATOR, Action.SEE, Subject(person_id=4)),
    (ADMINISTRATOR, Action.CHANGE, Subject(person_id=4)),
    *((ADMINISTRATOR, Action.ADMINISTER, subject) for subject in SUBJECTS),
    *((ADMINISTRATOR, Action.AUTHOR, subject) for subject in SUBJECTS),
    *((AUTHOR, Action.AUTHOR, subject) for subject in SUBJECTS),
    (INSTRUCTOR, Action.INSTRUCT, Subject(organisation_id=7)),
}


def test_everything_else_is_refused() -> None:
    allowed = {
        (actor, action, subject)
        for actor, action, subject in itertools.product(ACTORS, Action, SUBJECTS)
        if is_allowed(actor, action, subject)
    }

    assert allowed == ALLOWED


@pytest.mark.parametrize("action", [Action.SEE, Action.CHANGE])
def test_what_belongs_to_nobody_is_nobodys(action: Action) -> None:
    """A stranger has no number, and neither has the owner of a row that is not there."""
    assert not is_allowed(STRANGER, action, Subject(person_id=None))
