"""Days are those of the people who use the site, by the time zone of its settings."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import Engine

from quiz.app import create_app
from quiz.config import Settings
from quiz.results.presenters import build_rescoring_note
from quiz.web.current_settings import local_day
from quiz.web.filters import format_day

#: Monday morning in Auckland, where it is still Sunday in UTC.
MONDAY_AT_8 = datetime(2026, 11, 29, 19, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def auckland(settings: Settings, shared_engine: Engine) -> Flask:
    return create_app(
        settings.model_copy(update={"time_zone": "Pacific/Auckland"}),
        engine=shared_engine,
    )


def test_a_monday_morning_in_auckland_is_dated_monday(auckland: Flask) -> None:
    with auckland.app_context():
        assert local_day(MONDAY_AT_8) == date(2026, 11, 30)
        assert format_day(MONDAY_AT_8) == "30 November 2026"


def test_a_rescoring_is_dated_like_everything_else(auckland: Flask) -> None:
    with auckland.app_context():
        assert build_rescoring_note(MONDAY_AT_8, {}).day == date(2026, 11, 30)


def test_a_day_stays_the_day_it_is(auckland: Flask) -> None:
    with auckland.app_context():
        assert format_day(date(2026, 11, 29)) == "29 November 2026"


def test_without_a_setting_days_are_those_of_utc(shared_app: Flask) -> None:
    with shared_app.app_context():
        assert format_day(MONDAY_AT_8) == "29 November 2026"
