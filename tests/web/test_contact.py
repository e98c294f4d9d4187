"""Whom people can write to, and the accessibility statement: by setting, on every page."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from quiz.app import create_app
from quiz.config import Settings
from tests.pages import open_page


@pytest.fixture(scope="module")
def reachable(settings: Settings, shared_engine: Engine) -> Flask:
    return create_app(
        settings.model_copy(
            update={
                "contact": "mailto:quiz@example.org",
                "accessibility_url": "https://example.org/statement",
            }
        ),
        engine=shared_engine,
    )


def test_a_contact_and_a_statement_of_the_operator_are_linked_where_people_look(
    reachable: Flask,
) -> None:
    client = reachable.test_client()

    home, aid = open_page(client, "/"), open_page(client, "/help")
    own = open_page(client, "/accessibility")

    assert 'href="mailto:quiz@example.org">Contact</a>' in home.html
    assert 'href="https://example.org/statement">Accessibility</a>' in home.html
    assert 'href="mailto:quiz@example.org">Tell the people' in aid.html
    assert 'href="mailto:quiz@example.org">Contact the people' in own.html


def test_without_a_setting_there_is_a_statement_and_no_dead_contact(
    client: FlaskClient,
) -> None:
    home = open_page(client, "/")

    assert "mailto:" not in home.html
    statement = home.follow("Accessibility")
    assert statement.url == "/accessibility"
    assert "What is not good enough yet" in statement.text
    assert "mailto:" not in statement.html
