"""How sure somebody is, and where they think they stand: kept beside what is measured, never part of it."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.services import add_person_secret
from quiz.sittings import services
from quiz.sittings.assessment.context import AssessmentContext, estimate_sitting
from quiz.sittings.enums import Confidence
from quiz.sittings.events import transitions
from quiz.sittings.models import Answer, Sitting
from tests.factories import NOW, a_person, a_sitting, finish, given, present, reread
from tests.pages import Page

OpenPage = Callable[..., Page]


def started(page: OpenPage, **chosen: str) -> Page:
    return page("/goals/junior/start").press("Start", {"length": "quick", **chosen})


def with_a_field(question: Page) -> Page:
    """Return the next page whose answer is typed."""
    while 'id="answer" name="answer"' not in question.html:
        question = question.press("I don’t know")
    return question


def test_nobody_is_asked_unless_they_want_to_be(page: OpenPage) -> None:
    assert "How sure are you?" not in started(page).text


def test_who_wants_it_is_asked_at_each_question_and_it_is_kept_with_the_answer(
    page: OpenPage, session: Session
) -> None:
    question = started(page, asks_confidence="y")
    assert "How sure are you?" in question.text

    after = with_a_field(question).press("Answer", answer="7", confidence="guess")

    assert "How sure are you?" in after.text
    session.rollback()
    assert session.scalars(select(Answer.confidence)).all()[-1] == "guess"


def test_an_answer_goes_through_without_it(page: OpenPage, session: Session) -> None:
    started(page, asks_confidence="y").press("I don’t know")

    session.rollback()
    assert session.scalars(select(Answer.confidence)).all() == [None]


def test_what_is_none_of_the_three_is_refused(page: OpenPage) -> None:
    started(page, asks_confidence="y").press(
        "I don’t know", confidence="very", status=409
    )


def test_it_is_switched_on_and_off_on_the_way(page: OpenPage) -> None:
    question = started(page)

    asked = question.press("Ask me how sure I am")
    assert "How sure are you?" in asked.text
    assert "How sure are you?" not in asked.press("Stop asking how sure I am").text


def test_switching_it_keeps_what_was_chosen_and_twice_is_once(page: OpenPage) -> None:
    question = with_a_field(started(page))

    asked = question.press("Ask me how sure I am", answer="12")
    again = question.press("Ask me how sure I am", answer="12")

    assert asked.heading == again.heading == question.heading
    for one in (asked, again):
        assert 'name="answer" value="12"' in one.html
        assert "How sure are you?" in one.text


def test_changing_an_answer_changes_how_sure_it_was(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    position = present(sitting)
    first = given(position, right=True)
    sure = services.SubmittedAnswer(first.content, first.marked, Confidence.SURE)
    services.record_answer(
        session,
        reread(session, sitting),
        position.token,
        sure,
        tools=tools,
        now=NOW,
    )
    services.reopen_last(session, reread(session, sitting))

    again = services.SubmittedAnswer(first.content, first.marked, Confidence.GUESS)
    services.record_answer(
        session,
        reread(session, sitting),
        position.token,
        again,
        tools=tools,
        now=NOW,
    )

    assert position.answer is not None
    assert position.answer.confidence == "guess"


def test_it_never_moves_an_estimate(session: Session, tools: AssessmentContext) -> None:
    levels = []
    for confidence in (Confidence.SURE, Confidence.GUESS, None):
        sitting = a_sitting(session, tools)
        for _ in range(5):
            position = present(sitting)
            one = given(position, right=True)
            said = services.SubmittedAnswer(one.content, one.marked, confidence)
            services.record_answer(
                session,
                reread(session, sitting),
                position.token,
                said,
                tools=tools,
                now=NOW,
            )
        levels.append(
            {area: e.theta for area, e in estimate_sitting(sitting, tools).items()}
        )

    assert levels[0] == levels[1] == levels[2]


def test_what_is_claimed_before_the_start_is_kept_and_changes_no_question(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    started(page, claim_sql="2", claim_git="0.5")

    session.rollback()
    sitting = session.scalars(select(Sitting)).one()
    assert sitting.claimed == {"sql": 2.0, "git": 0.5}
    assert sitting.prior is None


def test_a_claim_that_is_no_level_leads_back_to_the_start(page: OpenPage) -> None:
    assert started(page, claim_sql="9").heading == "Before you start"


def test_a_finished_sitting_is_not_asked_any_more(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person: Person = a_person(session)
    sitting = a_sitting(session, tools, person)
    position = present(sitting)
    services.record_answer(
        session,
        reread(session, sitting),
        position.token,
        given(position, right=True),
        tools=tools,
        now=NOW,
    )
    finish(session, sitting, tools, now=NOW)
    client.set_cookie("trigpoint_person", add_person_secret(session, person, now=NOW))
    session.commit()
    token = page("/goals").html.split('name="csrf_token" value="')[1].split('"')[0]

    answer = client.post(
        f"/sittings/{sitting.key}/confidence",
        data={"csrf_token": token, "token": "1-any", "ask": "yes"},
    )

    assert answer.status_code == 409
    assert transitions.current_attempt_item(sitting.positions) is None
