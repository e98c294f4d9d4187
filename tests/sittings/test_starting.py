"""Beginning: a first time, after a result, and to answer more questions on one area."""

import random
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from quiz.accounts.services import add_person_secret
from quiz.errors import NotNow
from quiz.sittings.assessment.context import AssessmentContext, estimate_sitting
from quiz.sittings.assessment.languages import find_foreign_language
from quiz.sittings.enums import SittingLength, SittingMode
from quiz.sittings.events import starting
from quiz.sittings.models import Sitting
from tests.factories import (
    NOW,
    SEED,
    a_person,
    a_sitting,
    answer,
    count,
    finished,
    present,
    settle,
)
from tests.pages import open_page


def test_a_new_sitting_has_its_first_question_before_it(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)

    assert (sitting.state, sitting.row_version) == ("open", 0)
    assert [position.state for position in sitting.positions] == ["presented"]


def test_start_pressed_twice_finds_the_same_sitting(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    first = a_sitting(session, tools, person)

    second = a_sitting(session, tools, person)

    assert second is first
    assert count(session, Sitting) == 1


def test_another_goal_has_a_sitting_of_its_own(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    first = a_sitting(session, tools, person)

    second = a_sitting(session, tools, person, goal="senior")

    assert second is not first


def test_a_sitting_keeps_the_levels_the_goal_had_at_its_start(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)

    assert sitting.required["sql"] == 1.2
    assert set(sitting.required) == set(tools.catalogue.areas)


def test_a_later_sitting_asks_other_questions(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    first = finished(session, tools, person, answers=24)

    second = a_sitting(session, tools, person)
    answer(session, second, tools, times=24)

    seen = {position.version.key for position in first.positions}
    assert seen.isdisjoint(position.version.key for position in second.positions)


def test_questions_of_another_language_are_not_asked(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = starting.start_sitting(
        session,
        a_person(session),
        tools.catalogue.goals["junior"],
        starting.SittingOptions(SittingLength.QUICK, language="python"),
        tools=tools,
        now=NOW,
        rng=random.Random(SEED),
    )

    answer(session, sitting, tools, times=24)

    asked = [
        tools.catalogue.find_question(position.version.key)
        for position in sitting.positions
    ]
    foreign = [q.key for q in asked if q.pack not in {None, "python"}]
    assert [key for key in foreign if not key.startswith(("prog-13", "web-13"))] == []
    assert any(question.pack == "python" for question in asked)


def test_settling_an_area_asks_about_that_area_alone(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    whole = finished(session, tools, person, answers=12)

    sitting = settle(session, tools, person, whole)
    answer(session, sitting, tools, times=3)

    assert {position.version.content["area"] for position in sitting.positions} == {
        "sql"
    }
    assert (sitting.mode, sitting.areas, sitting.length) == (
        SittingMode.AREA,
        ("sql",),
        None,
    )
    assert sitting.follows_id == whole.id


def test_settling_goes_on_from_the_result_that_was_there(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    whole = finished(session, tools, person, answers=12)
    before = {row.area: row.theta for row in whole.results}

    sitting = settle(session, tools, person, whole)

    estimates = estimate_sitting(sitting, tools)
    assert estimates["sql"].theta == pytest.approx(before["sql"], abs=0.1)
    assert set(estimates) == set(before)


def test_settling_brings_no_question_again(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    whole = finished(session, tools, person, answers=24)

    sitting = settle(session, tools, person, whole)
    answer(session, sitting, tools, times=3)

    seen = {position.version.key for position in whole.positions}
    assert seen.isdisjoint(position.version.key for position in sitting.positions)


def test_an_open_sitting_has_nothing_to_settle(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    sitting = a_sitting(session, tools, person)

    with pytest.raises(NotNow):
        settle(session, tools, person, sitting)


def test_an_unknown_area_cannot_be_settled(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    whole = finished(session, tools, person)

    with pytest.raises(NotNow):
        settle(session, tools, person, whole, area="cooking")


def test_a_new_sitting_begins_with_what_the_last_one_said(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    first = finished(session, tools, person, answers=24)

    second = a_sitting(session, tools, person, now=NOW + timedelta(days=30))

    assert second.follows_id == first.id
    reached = estimate_sitting(second, tools)["sql"]
    stranger = estimate_sitting(a_sitting(session, tools), tools)["sql"]
    assert reached.theta > stranger.theta


def test_a_question_in_another_language_names_it_and_says_that_it_is_meant_so(
    app: Flask, session: Session, tools: AssessmentContext
) -> None:
    client, person = app.test_client(), a_person(session)
    whole = finished(session, tools, person)
    whole.language = "python"
    check = starting.start_check_sitting(
        session,
        whole,
        person,
        ["PROG-13"],
        tools=tools,
        now=NOW,
        rng=random.Random(SEED),
    )
    client.set_cookie("trigpoint_person", add_person_secret(session, person, now=NOW))
    pack = present(check).question.pack
    session.commit()

    question = open_page(client, f"/sittings/{check.key}")

    assert pack not in {None, "python"}
    assert f"{tools.catalogue.rows[pack].name}. You need not know it." in question.text
    assert "this check asks about it" in question.text
    assert "one such question" not in question.text


def test_a_question_in_the_own_language_or_in_none_says_nothing(
    tools: AssessmentContext,
) -> None:
    named = {
        find_foreign_language(question, "python", tools.catalogue)
        for question in tools.catalogue.questions.values()
        if question.pack in {None, "python"}
    }

    assert named == {None}
