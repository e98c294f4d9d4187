"""A tick counts until answers say otherwise."""

from datetime import UTC, datetime, timedelta

from quiz.training.planning.ticks import ObjectiveAnswer, Ticks, classify_ticks

THEN = datetime(2026, 11, 1, tzinfo=UTC)
LATER = THEN + timedelta(days=7)


def read(*asked: ObjectiveAnswer) -> Ticks:
    return classify_ticks({"SQL-01": THEN, "SQL-02": THEN}, asked)


def test_what_nobody_asked_about_counts() -> None:
    assert read().counted == read().unasked == {"SQL-01", "SQL-02"}


def test_a_wrong_answer_afterwards_opens_it_again() -> None:
    ticks = read(ObjectiveAnswer("SQL-01", 0.0, LATER))

    assert ticks.missed == {"SQL-01"}
    assert ticks.counted == {"SQL-02"}


def test_half_of_the_points_bear_it_out() -> None:
    ticks = read(
        ObjectiveAnswer("SQL-01", 1.0, LATER), ObjectiveAnswer("SQL-01", 0.0, LATER)
    )

    assert ticks.shown == {"SQL-01"}
    assert not ticks.missed


def test_answers_before_the_tick_or_on_something_else_say_nothing_of_it() -> None:
    ticks = read(
        ObjectiveAnswer("SQL-01", 0.0, THEN), ObjectiveAnswer("GIT-01", 0.0, LATER)
    )

    assert ticks.unasked == {"SQL-01", "SQL-02"}
