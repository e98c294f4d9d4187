"""Who may do what with a sitting."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from quiz.accounts.queries import KnownPerson
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.policies import SittingUse, is_allowed
from tests.factories import NOW, a_person, a_sitting

ANSWERING = {"may_answer_sitting"}


def known(person_id: int) -> KnownPerson:
    """Return a person as a request knows them."""
    return KnownPerson(
        person_id, "somebody", NOW.date(), secret_id=1, used_on=NOW.date()
    )


@pytest.mark.parametrize("use", list(SittingUse))
def test_a_sitting_is_its_owners_and_nobody_elses(
    session: Session, tools: AssessmentContext, use: SittingUse
) -> None:
    owner, stranger = a_person(session), a_person(session)
    sitting = a_sitting(session, tools, owner)

    assert is_allowed(known(owner.id), sitting, use)
    assert not is_allowed(known(stranger.id), sitting, use)


def test_every_view_that_changes_a_sitting_declares_that_it_answers(
    shared_app: Flask,
) -> None:
    changing = {
        rule.endpoint
        for rule in shared_app.url_map.iter_rules()
        if rule.rule.startswith("/sittings/<key>/")
        and "POST" in (rule.methods or ())
        and rule.endpoint.split(".")[0] in {"sittings", "moderation"}
    }
    rules: dict[str, Callable[[], None]] = shared_app.extensions["trigpoint_rules"]

    assert len(changing) == 10
    assert {rules[endpoint].__name__ for endpoint in changing} == ANSWERING
