"""A few more questions on two or three areas: offered in one button, and read together with what they add to."""

import random
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.services import add_person_secret
from quiz.moderation.services import quarantine_question
from quiz.sittings.assessment.context import (
    AssessmentContext,
    collect_responses,
    estimate_sitting,
    offer_more_questions,
)
from quiz.sittings.events import starting, transitions
from quiz.sittings.models import Sitting
from tests.factories import (
    NOW,
    a_person,
    a_sitting,
    answer,
    count,
    finish,
    given,
    present,
    reread,
    settle,
)
from tests.pages import Page, open_page, words

OpenPage = Callable[..., Page]


def mixed(
    session: Session, tools: AssessmentContext, person: Person, *, answers: int = 24
) -> Sitting:
    """Return a finished sitting with right and wrong answers in turn."""
    sitting = a_sitting(session, tools, person)
    for number in range(answers):
        answer(session, sitting, tools, right=number % 3 != 0)
    finish(session, sitting, tools)
    return sitting


def settled(
    session: Session, tools: AssessmentContext, person: Person, whole: Sitting
) -> Sitting:
    """Return a finished sitting about what the offer names."""
    offer = offer_more_questions(whole, tools)
    assert offer is not None
    sitting = settle(session, tools, person, whole, area=" ".join(offer.areas))
    while transitions.current_attempt_item(sitting.positions) is not None:
        answer(session, sitting, tools)
    finish(session, sitting, tools, now=NOW + timedelta(hours=1))
    return sitting


def test_an_offer_names_up_to_three_areas_and_few_questions(
    session: Session, tools: AssessmentContext
) -> None:
    whole = mixed(session, tools, a_person(session))

    offer = offer_more_questions(whole, tools)

    assert offer is not None
    assert 1 <= len(offer.areas) <= 3
    assert 3 <= offer.questions <= 8 + 2 * (len(offer.areas) - 1)


def test_several_areas_share_one_sitting_of_a_few_questions(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    whole = mixed(session, tools, person)

    sitting = settled(session, tools, person, whole)

    offer = offer_more_questions(whole, tools)
    assert offer is not None
    asked = {position.question.area for position in sitting.positions}
    assert sitting.areas == tuple(sorted(offer.areas))
    assert asked == set(offer.areas)
    assert sitting.answered <= 8 + 2 * (len(offer.areas) - 1)


def test_what_was_added_is_read_together_with_what_it_adds_to(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    whole = mixed(session, tools, person)
    before = {row.area: row for row in whole.results}

    sitting = settled(session, tools, person, whole)

    after = {row.area: row for row in sitting.results}
    assert after.keys() == before.keys()
    for area, row in after.items():
        own = sum(position.question.area == area for position in sitting.positions)
        assert row.asked == before[area].asked + own
    # An area without a further question keeps what two answers of a quick sitting were enough for.
    untouched = after.keys() - set(sitting.areas or ())
    decided = [a for a in untouched if before[a].statement in {"reached", "not yet"}]
    assert {after[area].statement for area in decided} <= {"reached", "not yet"}
    whole_answers = len(collect_responses(whole))
    assert sum(row.asked for row in after.values()) == whole_answers + sitting.answered


def test_adding_twice_reads_all_three_together(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    whole = mixed(session, tools, person, answers=12)
    first = settled(session, tools, person, whole)

    second = settled(session, tools, person, first)

    assert [part.id for part in second.parts] == [whole.id, first.id, second.id]
    asked = sum(estimate.asked for estimate in estimate_sitting(second, tools).values())
    assert asked == whole.answered + first.answered + second.answered


def test_a_result_that_is_clear_everywhere_offers_nothing(
    session: Session, tools: AssessmentContext
) -> None:
    sitting = a_sitting(session, tools)
    answer(session, sitting, tools, right=None, times=24)
    finish(session, sitting, tools)

    assert {row.statement for row in sitting.results} == {"not yet"}
    assert offer_more_questions(sitting, tools) is None


def test_a_check_and_an_open_sitting_offer_nothing(
    session: Session, tools: AssessmentContext
) -> None:
    is_open = a_sitting(session, tools)
    answer(session, is_open, tools, times=3)
    person = a_person(session)
    check = starting.start_check_sitting(
        session,
        mixed(session, tools, person),
        person,
        ["SQL-01", "GIT-01"],
        tools=tools,
        now=NOW,
        rng=random.Random(1),
    )
    answer(session, check, tools, times=3)
    finish(session, check, tools)

    assert offer_more_questions(is_open, tools) is None
    assert offer_more_questions(check, tools) is None


def test_an_event_reads_the_sitting_that_it_adds_to(
    session: Session, tools: AssessmentContext
) -> None:
    person = a_person(session)
    whole = mixed(session, tools, person)
    sitting = settle(session, tools, person, whole, area="git sql")

    read = reread(session, sitting)

    assert [part.id for part in read.parts] == [whole.id, sitting.id]
    assert given(present(sitting), right=True).content


@pytest.fixture
def mixed_page(app: Flask, session: Session, tools: AssessmentContext) -> Page:
    """The result page of somebody with right and wrong answers."""
    client, person = app.test_client(), a_person(session)
    sitting = mixed(session, tools, person)
    client.set_cookie("trigpoint_person", add_person_secret(session, person, now=NOW))
    session.commit()
    return open_page(client, f"/sittings/{sitting.key}/result")


def more_button(result: Page) -> str:
    [button] = [
        words(e) for e in result.all("button") if words(e).startswith("Answer about ")
    ]
    return button


def more_areas(result: Page, tools: AssessmentContext) -> set[str]:
    """Return the areas that a result offers more questions on."""
    found = re.search(
        r"bout \d+ more (?:answers|questions) on (.+?) would", result.text
    )
    assert found is not None
    return {one.id for one in tools.catalogue.areas.values() if one.name in found[1]}


def test_one_button_leads_through_a_few_questions_to_one_merged_result(
    mixed_page: Page,
) -> None:
    at = mixed_page.press(more_button(mixed_page))
    most = re.search(r"1 of at most (\d+)", at.text)
    given_up = 0
    while at.url.count("/") == 2:
        at, given_up = at.press("I don’t know"), given_up + 1

    merged = at.press("Finish and see the result")

    assert most is not None
    assert 3 <= given_up <= int(most[1]) <= 12
    assert at.heading == "That was the last question"
    assert f"{24 + given_up} answers" in merged.text
    assert " · more on " in merged.text
    mine = merged.open("/sittings")
    assert "More on " in mine.text


def test_a_page_from_before_leads_to_what_was_added_since(
    mixed_page: Page, session: Session
) -> None:
    more = more_button(mixed_page)
    question = mixed_page.press(more)
    meanwhile = mixed_page.press(more)
    at = question
    while at.url.count("/") == 2:
        at = at.press("I don’t know")
    merged = at.press("Finish and see the result")

    again = mixed_page.press(more)

    assert meanwhile.url == question.url
    assert again.url == merged.url
    session.rollback()
    assert count(session, Sitting) == 2


def test_an_area_whose_questions_may_not_be_asked_is_not_offered(
    mixed_page: Page, session: Session, tools: AssessmentContext
) -> None:
    area = min(more_areas(mixed_page, tools))
    for question in tools.for_everyone:
        if question.area == area:
            quarantine_question(session, question.key, why="x", now=NOW)
    session.commit()

    result = mixed_page.open(mixed_page.url)

    offered = more_areas(result, tools)
    assert area not in offered
    result.press(more_button(result))
    session.rollback()
    added = session.scalars(select(Sitting).where(Sitting.mode == "area")).one()
    assert set(added.areas or ()) == offered


@pytest.mark.parametrize(
    "path", ["result", "report", "report.pdf", "result.json", "share", "answers"]
)
def test_every_page_of_a_merged_result_opens(mixed_page: Page, path: str) -> None:
    at = mixed_page.press(more_button(mixed_page))
    while at.url.count("/") == 2:
        at = at.press("I don’t know")
    result = at.press("Finish and see the result")

    opened = mixed_page.client.get(f"{result.url.rsplit('/', 1)[0]}/{path}")

    assert opened.status_code == 200
