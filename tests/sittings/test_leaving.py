"""Pausing, finishing and coming back, as a person without script meets them."""

import re
from collections.abc import Callable

from tests.pages import Page, words

OpenPage = Callable[..., Page]


def begin(page: OpenPage, length: str = "quick") -> Page:
    """Choose a goal and start."""
    return page("/goals/junior/start").press("Start", length=length)


def test_pause_says_that_everything_is_kept_and_gives_a_way_back(
    page: OpenPage,
) -> None:
    question = begin(page)

    paused = question.follow("Save and leave").press("Create a link and a code")

    assert re.search(r"/resume/[\w-]{43}", paused.html)
    assert re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", paused.text)


def test_finishing_asks_first_and_offers_to_go_on_later(page: OpenPage) -> None:
    question = begin(page).press("I don’t know")

    asked = question.follow("Finish and see the result")

    assert "With fewer than 12 answers, the result is an early estimate" in asked.text
    assert "Save and leave" in asked.text


def test_a_finished_assessment_is_not_continued_but_looked_at(page: OpenPage) -> None:
    question = begin(page).press("I don’t know")
    pausing = question.follow("Save and leave")
    question.follow("Finish and see the result").press("Finish and see the result")

    for paused in (page(pausing.url), pausing.press("Create a link and a code")):
        assert "You’ll continue" not in paused.text
        assert paused.follow("See the result").url == f"{question.url}/result"


def test_with_twelve_answers_the_result_is_no_early_estimate(page: OpenPage) -> None:
    question = begin(page)
    for _ in range(12):
        question = question.press("I don’t know")

    asked = question.follow("Finish and see the result")

    assert "12 answers" in asked.text
    assert "early estimate" not in asked.text


def test_finishing_shows_the_result(page: OpenPage) -> None:
    question = begin(page).press("I don’t know")

    result = question.follow("Finish and see the result").press(
        "Finish and see the result"
    )

    assert result.url.endswith("/result")


def test_the_end_of_the_questions_is_said_and_the_result_is_one_press_away(
    page: OpenPage,
) -> None:
    at = begin(page)
    while at.url.count("/") == 2:
        at = at.press("I don’t know")

    assert "No questions left" in at.heading
    assert at.press("Finish and see the result").url.endswith("/result")


def test_explanations_open_only_after_the_end(page: OpenPage) -> None:
    question = begin(page)

    shown = page(f"{question.url}/answers")

    assert shown.heading == question.heading


def test_a_finished_sitting_shows_its_answers_with_reasons(page: OpenPage) -> None:
    question = begin(page).press("I don’t know")
    result = question.follow("Finish and see the result").press(
        "Finish and see the result"
    )

    answers = page(result.url.replace("/result", "/answers"))

    assert "You chose “I don’t know”" in answers.text
    assert page(f"{answers.url}?show=right").text.count("You chose “I don’t know”") == 0


def test_a_finished_sitting_sends_its_question_page_to_the_result(
    page: OpenPage,
) -> None:
    question = begin(page).press("I don’t know")
    question.follow("Finish and see the result").press("Finish and see the result")

    assert page(question.url).url.endswith("/result")


def test_my_sittings_lists_what_is_open_and_what_is_finished(page: OpenPage) -> None:
    question = begin(page).press("I don’t know")
    question.follow("Finish and see the result").press("Finish and see the result")
    page("/goals/senior/start").press("Start", length="quick")

    mine = page("/sittings")

    assert "Continue: Senior" in mine.text
    assert "Result: Junior generalist" in mine.text


def test_without_sittings_the_list_says_what_to_do(page: OpenPage) -> None:
    assert "Choose a goal" in page("/sittings").text


def test_an_area_too_close_to_tell_can_be_settled_from_the_result(
    page: OpenPage,
) -> None:
    question = begin(page).press("I don’t know")
    result = question.follow("Finish and see the result").press(
        "Finish and see the result"
    )
    settle = [
        words(e) for e in result.all("button") if words(e).startswith("Answer about ")
    ]

    settling = result.press(settle[0])

    assert "1 of about 6" in settling.text
