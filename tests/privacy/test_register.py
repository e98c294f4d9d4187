"""Every column of every table is classified, once, and explained."""

import hashlib
import re

import pytest

from quiz.access.ownership import OWNED_BY
from quiz.core.db import Base
from quiz.operations.migrations import import_models
from quiz.privacy.models import PRIVACY_NOTICE_VERSION
from quiz.privacy.register import CLASSES, read_register
from tests.rules.files import ROOT

import_models()
TABLES = Base.metadata.tables
#: The words of the privacy page in each version. Change the words, and the version changes with them.
NOTICES = {"2026-11-29": "7df8cb0c926baeac"}


def test_every_table_is_in_the_register_and_nothing_else() -> None:
    assert read_register().keys() == TABLES.keys()


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_column_has_one_class(name: str) -> None:
    table = read_register()[name]
    classes = [set(getattr(table, kind)) for kind in CLASSES]

    assert set.union(*classes) == {column.name for column in TABLES[name].columns}
    assert sum(map(len, classes)) == len(set.union(*classes))


@pytest.mark.parametrize("name", sorted(TABLES))
def test_what_is_about_people_says_why_and_for_how_long(name: str) -> None:
    table = read_register()[name]

    assert bool(table.why and table.kept) == table.is_about_people
    assert all(
        words.endswith(".")
        for kind in ("own", "secret", "withheld")
        for words in getattr(table, kind).values()
    )
    if not table.is_about_people:
        assert not table.own


def test_what_people_read_names_no_column() -> None:
    for table in read_register().values():
        words = (table.title, table.why, table.kept, *table.own.values())
        assert not [text for text in words if re.search(r"[a-z]_[a-z]", text)]


def test_numbers_that_tie_rows_together_are_the_only_columns_without_words() -> None:
    for name, table in read_register().items():
        for column in table.join:
            found = TABLES[name].c[column]
            assert found.primary_key or found.foreign_keys, f"{name}.{column}"


def test_hashes_and_sealed_texts_are_secrets() -> None:
    for name in OWNED_BY:
        for column in TABLES[name].columns:
            if re.search("hash|sealed|token", column.name):
                assert column.name in read_register()[name].secret, column


def test_a_change_of_the_privacy_page_is_a_new_version() -> None:
    """People agree to what the page said. A new line here goes with a new `PRIVACY_NOTICE_VERSION`."""
    words = " ".join((ROOT / "templates/web/privacy.html").read_text().split())

    assert (
        hashlib.sha256(words.encode()).hexdigest()[:16]
        == (NOTICES[PRIVACY_NOTICE_VERSION])
    )
    assert max(NOTICES) == PRIVACY_NOTICE_VERSION
