"""The one read and the one write of an open sitting."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from quiz.bank.models import QuestionVersion
from quiz.core.db import Base, mapped_table
from quiz.moderation.services import quarantine_question
from quiz.sittings import services, store
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Answer, AttemptItem, Sitting
from quiz.sittings.store import SEEN_WITHIN, StaleSittingError
from tests.factories import (
    NOW,
    a_person,
    a_sitting,
    answer,
    count,
    finished,
    given,
    present,
    reread,
    settle,
)

LATER = NOW + timedelta(seconds=40)


def rows(session: Session, model: type[Base]) -> list[dict[str, Any]]:
    """Return the rows of a table as they are stored, in the order of their ids."""
    table = mapped_table(model)
    found = session.connection().execute(select(table).order_by(table.c.id))
    return [dict(row._mapping) for row in found]


def columns(thing: Base) -> dict[str, Any]:
    """Return the attributes of a mapped object that are columns."""
    attributes = inspect(type(thing)).column_attrs
    return {one.key: getattr(thing, one.key) for one in attributes}


def test_a_step_stores_its_answer_its_next_question_and_nothing_else(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    [first] = rows(session, AttemptItem)
    read = reread(session, sitting)
    right = given(read.positions[0], right=True)

    services.record_answer(session, read, first["token"], right, tools=tools, now=LATER)

    [kept, second] = rows(session, AttemptItem)
    assert kept == first | {"state": "answered"}
    asked = session.get_one(QuestionVersion, second["question_version_id"])
    question = tools.catalogue.questions[asked.key]
    assert asked.digest == question.digest
    assert sorted(second.pop("option_order")) == list(
        range(len(question.options) or len(question.order) or 0)
    ) or question.type in {"matching", "text", "number"}
    assert second.pop("token").startswith("2-")
    assert second == {
        "id": second["id"],
        "sitting_id": sitting.id,
        "number": 2,
        "question_version_id": asked.id,
        "state": "presented",
        "skips": 0,
        "left_out": False,
        "served_at": LATER,
    }
    [stored] = rows(session, Answer)
    assert stored == {
        "id": stored["id"],
        "position_id": first["id"],
        "given": dict(right.content),
        "dont_know": False,
        "score": 1.0,
        "confidence": None,
        "seconds": 40.0,
        "answered_at": LATER,
    }
    [row] = rows(session, Sitting)
    assert (row["seq"], row["state"]) == (1, "open")


def test_the_next_step_locks_the_answer_before_it(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)

    answer(session, sitting, tools, times=3)

    states = [row["state"] for row in rows(session, AttemptItem)]
    assert states == ["locked", "locked", "answered", "presented"]
    assert [row["position_id"] for row in rows(session, Answer)] == [
        item.id for item in sitting.positions[:3]
    ]


def test_changing_an_answer_rewrites_its_row_and_keeps_how_long_it_took(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    answer(session, sitting, tools, right=True, now=LATER)
    [before] = rows(session, Answer)
    services.reopen_last(session, reread(session, sitting))

    answer(session, sitting, tools, right=None, now=LATER + timedelta(minutes=5))

    [after] = rows(session, Answer)
    assert after == before | {
        "given": {},
        "dont_know": True,
        "score": 0.0,
        "answered_at": LATER + timedelta(minutes=5),
    }


def test_what_is_read_for_a_step_is_what_the_mapper_reads(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    finished(session, tools, person)
    sitting = a_sitting(session, tools, person)
    answer(session, sitting, tools, times=3)

    read = store.find_open_sitting(session, sitting.key, now=NOW)

    assert read is not None
    ours, mapped = columns(read), columns(sitting)
    prior, mapped_prior = ours.pop("prior"), mapped.pop("prior")
    assert ours == mapped
    assert prior.as_dict() == mapped_prior.as_dict()
    assert [columns(item) for item in read.positions] == [
        columns(item) for item in sitting.positions
    ]
    assert [item.answer and columns(item.answer) for item in read.positions] == [
        item.answer and columns(item.answer) for item in sitting.positions
    ]
    assert [item.question for item in read.positions] == [
        item.question for item in sitting.positions
    ]


def test_an_event_that_another_overtook_is_refused(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    first, second = reread(session, sitting), reread(session, sitting)
    token, right = first.positions[0].token, given(first.positions[0], right=True)
    services.record_answer(session, first, token, right, tools=tools, now=NOW)
    stored = rows(session, AttemptItem), rows(session, Answer)

    with pytest.raises(StaleSittingError):
        services.skip_question(session, second, token, tools=tools, now=NOW)

    assert (rows(session, AttemptItem), rows(session, Answer)) == stored
    assert rows(session, Sitting)[0]["seq"] == 1


def test_an_event_of_a_sitting_that_was_finished_meanwhile_is_refused(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    answer(session, sitting, tools)
    late = reread(session, sitting)
    services.finish_sitting(session, reread(session, sitting), tools=tools, now=NOW)

    with pytest.raises(StaleSittingError):
        services.reopen_last(session, late)

    assert {row["state"] for row in rows(session, AttemptItem)} == {"locked"}


def test_the_content_of_a_question_is_stored_once(
    session: Session, tools: AssessmentContext
) -> None:
    for _ in range(2):
        answer(session, a_sitting(session, tools), tools, times=2)

    digests = [row["digest"] for row in rows(session, QuestionVersion)]
    assert len(set(digests)) == len(digests) <= count(session, AttemptItem)


def test_questions_seen_lately_elsewhere_and_faulty_ones_are_excluded(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    before = finished(session, tools, person)
    seen = {item.question.key for item in before.positions}
    sitting = a_sitting(session, tools, person)
    quarantine_question(session, "sql-01-broken", why="Broken.", now=NOW)

    soon = reread(session, sitting, now=NOW + SEEN_WITHIN)
    late = reread(session, sitting, now=NOW + SEEN_WITHIN + timedelta(seconds=1))

    assert soon.excluded_keys == seen | {"sql-01-broken"}
    assert late.excluded_keys == {"sql-01-broken"}
    assert present(sitting).question.key not in soon.excluded_keys


def test_a_sitting_that_was_read_for_a_page_takes_no_event(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)

    with pytest.raises(LookupError, match="not read for an event"):
        store.save_event(session, sitting)


def test_a_second_event_of_the_same_reading_stores_what_it_changed_alone(
    session: Session, tools: AssessmentContext
) -> None:
    read = reread(session, a_sitting(session, tools))
    first = read.positions[0]
    services.skip_question(session, read, first.token, tools=tools, now=NOW)
    session.connection().execute(
        mapped_table(AttemptItem).update().values(token="1-by-hand")
    )

    second = read.positions[1]
    right = given(second, right=True)
    services.record_answer(session, read, second.token, right, tools=tools, now=LATER)

    assert [row["token"] for row in rows(session, AttemptItem)] == [
        "1-by-hand",
        second.token,
        read.positions[2].token,
    ]
    assert rows(session, Sitting)[0]["seq"] == 2


def test_an_answer_that_is_changed_in_the_same_reading_rewrites_its_row(
    session: Session, tools: AssessmentContext
) -> None:
    read = reread(session, a_sitting(session, tools))
    first = read.positions[0]
    right, unknown = given(first, right=True), given(first, right=None)
    services.record_answer(session, read, first.token, right, tools=tools, now=LATER)
    [before] = rows(session, Answer)

    services.reopen_last(session, read)
    services.record_answer(session, read, first.token, unknown, tools=tools, now=LATER)

    assert first.answer is not None
    assert first.answer.id == before["id"]
    assert rows(session, Answer) == [
        before | {"given": {}, "dont_know": True, "score": 0.0}
    ]


def test_what_a_new_sitting_would_not_ask_is_what_it_does_not_ask(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    whole = finished(session, tools, person)
    quarantine_question(session, "git-test", why="x", now=NOW)

    excluded = store.list_excluded_keys(session, person.id, now=LATER)
    later = reread(session, a_sitting(session, tools, person, now=LATER), now=LATER)

    assert excluded == later.excluded_keys
    assert excluded == {p.question.key for p in whole.positions} | {"git-test"}
    long_after = NOW + SEEN_WITHIN + timedelta(days=1)
    assert store.list_excluded_keys(session, person.id, now=long_after) == {"git-test"}


def test_a_step_of_added_questions_reads_nothing_of_what_they_are_added_to(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    whole = finished(session, tools, person)
    added = settle(session, tools, person, whole)
    position, before = present(added), whole.id
    right = given(position, right=True)
    token = position.token
    session.flush()
    session.expunge_all()

    read = reread(session, added, now=LATER)
    services.record_answer(session, read, token, right, tools=tools, now=LATER)

    assert not [one for one in session.identity_map.values() if type(one) is Sitting]
    assert [part.id for part in read.parts] == [before, read.id]
