"""The first page, the goals and the result, as a person meets them."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.services import add_person_secret
from quiz.results.gaps.readings import read_against_goals
from quiz.results.history.change import compare_with_previous
from quiz.results.presenters import ResultView, build_result_view
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from quiz.sittings.queries import find_previous_sitting
from tests.factories import NOW, a_person, a_sitting, answer, finish, finished
from tests.pages import Page

OpenPage = Callable[..., Page]


def known(client: FlaskClient, session: Session, person: Person) -> None:
    """Let the browser be known as a person, and let pages see what the test wrote."""
    secret = add_person_secret(session, person, now=NOW)
    session.commit()
    client.set_cookie("trigpoint_person", secret)


def view_of(sitting: Sitting, tools: AssessmentContext) -> ResultView:
    return build_result_view(
        sitting, tools.catalogue, to_settle={"sql": 5}, is_example=False
    )


def test_the_first_page_says_what_you_get_and_leads_to_the_goals(
    page: OpenPage,
) -> None:
    home = page("/")

    assert "An example." in home.text
    assert home.follow("Choose a goal").url == "/goals"


def test_the_bank_shows_what_it_holds(page: OpenPage, tools: AssessmentContext) -> None:
    bank = page("/sources").follow("What the bank holds")

    assert f"{len(tools.catalogue.questions)} questions" in bank.text
    assert all(area.name in bank.text for area in tools.catalogue.areas.values())


def test_a_main_language_can_be_chosen(page: OpenPage, session: Session) -> None:
    question = page("/goals/junior/start").press(
        "Start", length="quick", language="python"
    )

    session.rollback()
    sitting = session.scalars(select(Sitting)).one()
    assert (question.url, sitting.language) == (f"/sittings/{sitting.key}", "python")


def test_every_goal_leads_to_its_start(
    page: OpenPage, tools: AssessmentContext
) -> None:
    goals = page("/goals")

    for goal in tools.catalogue.goals.values():
        assert goals.follow(goal.name).url == f"/goals/{goal.key}/start"


def test_the_start_page_tells_length_and_time_of_each_choice(page: OpenPage) -> None:
    start = page("/goals/junior/start")

    assert "No timer." in start.text
    assert "48 at most" in start.text


def test_an_open_sitting_is_offered_on_the_way(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    sitting = a_sitting(session, tools, person)
    key = sitting.key
    known(client, session, person)

    assert page("/goals").follow("Go on with it").url == f"/sittings/{key}"
    assert page("/goals/junior/start").follow("Go on with it").url == f"/sittings/{key}"


def test_the_result_says_verdict_profile_and_gaps(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    sitting = a_sitting(session, tools, person)
    answer(session, sitting, tools, right=False, times=24)
    finish(session, sitting, tools, now=NOW)
    key = sitting.key
    known(client, session, person)

    result = page(f"/sittings/{key}/result")

    assert "The three largest gaps" in result.text
    assert result.text.count("Begin here, free:") == 3
    assert "0 of 12" in result.text
    assert all(area.name in result.text for area in tools.catalogue.areas.values())


def test_the_same_answers_are_read_against_every_goal(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    key = finished(session, tools, person, answers=24).key
    known(client, session, person)
    own = page(f"/sittings/{key}/result")

    other = own.follow("Senior or lead")

    assert "Senior" in other.title
    assert "Senior or lead (shown here)" in other.text
    assert other.follow("Junior generalist").url == f"/sittings/{key}/result"


def test_a_higher_goal_is_reached_in_no_more_areas(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools, answers=24)

    reached = {
        one.key: one.counts.reached
        for one in read_against_goals(
            sitting, tools, tools.catalogue.goals.values(), shown="junior"
        )
    }

    assert reached["junior"] >= reached["confirmed"] >= reached["senior"]


def test_a_large_change_since_the_last_sitting_is_named(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    before = a_sitting(session, tools, person)
    answer(session, before, tools, right=False, times=24)
    finish(session, before, tools, now=NOW)
    after = a_sitting(session, tools, person, now=NOW + timedelta(days=90))
    answer(session, after, tools, right=True, times=24)
    finish(session, after, tools, now=NOW + timedelta(days=90))

    session.flush()

    since = compare_with_previous(after, find_previous_sitting(session, after), tools)

    assert since is not None
    assert since.changes
    assert all(change.is_higher for change in since.changes)


def test_the_first_sitting_has_nothing_to_compare_with(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools)

    assert (
        compare_with_previous(sitting, find_previous_sitting(session, sitting), tools)
        is None
    )


def test_an_open_sitting_has_no_result_yet(
    page: OpenPage, client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    key = a_sitting(session, tools, person).key
    known(client, session, person)

    assert page(f"/sittings/{key}/result").url == f"/sittings/{key}"


def test_under_twelve_answers_it_is_called_a_first_sketch(
    session: Session, tools: AssessmentContext
) -> None:
    few, enough = (
        finished(session, tools, answers=11),
        finished(session, tools, answers=12),
    )

    assert (view_of(few, tools).is_sketch, view_of(enough, tools).is_sketch) == (
        True,
        False,
    )


def test_right_wrong_and_unknown_are_counted_apart(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    for right, times in ((True, 3), (False, 2), (None, 4)):
        answer(session, sitting, tools, right=right, times=times)
    finish(session, sitting, tools, now=NOW)
    session.flush()
    session.refresh(sitting)

    view = view_of(sitting, tools)

    assert (view.answered, view.right, view.not_yet, view.dont_know) == (9, 3, 2, 4)
    assert "You said “I don’t know” 4 times" in view.answers_sentence


def test_gaps_name_objectives_that_were_missed(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    answer(session, sitting, tools, right=False, times=24)
    finish(session, sitting, tools, now=NOW)
    session.flush()
    session.refresh(sitting)

    view = view_of(sitting, tools)

    assert len(view.gaps) == 3
    assert all(gap.objectives for gap in view.gaps)
    assert all(gap.start for gap in view.gaps)
    assert 0 < len(view.objectives) <= 10


def test_everything_right_leaves_no_gap(
    session: Session, tools: AssessmentContext
) -> None:
    view = view_of(finished(session, tools, answers=24), tools)

    assert (view.gaps, view.objectives) == ((), ())
