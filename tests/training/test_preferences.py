"""What people say about limits: stored, read again, and held against entry conditions."""

from datetime import date

import pytest

from quiz.catalogue.training_routes import EntryCondition, LearningStyle
from quiz.training.preferences import (
    Background,
    Currency,
    SupportQuestion,
    TrainingPreferences,
)
from tests.training.people import ANN, BEN, CLE


@pytest.mark.parametrize("person", [ANN, BEN, CLE], ids=lambda person: person.name)
def test_preferences_are_the_same_after_being_stored(person: object) -> None:
    preferences: TrainingPreferences = person.preferences  # type: ignore[attr-defined]  # Someone

    assert TrainingPreferences.model_validate(preferences.to_stored()) == preferences


def test_nothing_said_is_nothing_stored() -> None:
    assert TrainingPreferences().to_stored() == {}
    assert TrainingPreferences.model_validate({}) == TrainingPreferences()


def test_preferences_of_earlier_and_later_versions_are_read() -> None:
    stored = {
        "hours": 3.0,
        "budget": 900.0,
        "ready_by": "2027-03-01",
        "degree": "must",
        "country": "France",
        "style": {"theory": 1.0},
        "support": {"alone": False},
        "of a later version": 1,
    }

    read = TrainingPreferences.model_validate(stored)

    assert read.currency is Currency.EUR
    assert read.ready_by == date(2027, 3, 1)
    assert read.style == {LearningStyle.THEORY: 1.0}
    assert read.support == {SupportQuestion.ALONE: False}


def test_support_is_needed_as_far_as_answers_call_for_it() -> None:
    some = {SupportQuestion.ALONE: True, SupportQuestion.DATES: False}

    assert TrainingPreferences().need_of_support == 0.5
    assert TrainingPreferences(support=some).need_of_support == 0.5
    assert BEN.preferences.need_of_support == 1
    assert ANN.preferences.need_of_support == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("background", "school", "two_years", "degree"),
    [
        (Background.NOT_GIVEN, True, True, True),
        (Background.OTHER, False, False, False),
        (Background.SCHOOL, True, False, False),
        (Background.TWO_YEARS, True, True, False),
        (Background.DEGREE, True, True, True),
    ],
)
def test_a_certificate_opens_what_it_opens(
    background: Background, *, school: bool, two_years: bool, degree: bool
) -> None:
    person = TrainingPreferences(background=background)

    assert person.may_meet(EntryCondition.SCHOOL_CERTIFICATE) is school
    assert person.may_meet(EntryCondition.TWO_YEARS) is two_years
    assert person.may_meet(EntryCondition.DEGREE) is degree
    assert person.may_meet(EntryCondition.COMPANY)


@pytest.mark.parametrize(
    ("is_adult", "may"), [(None, True), (True, True), (False, False)]
)
def test_only_who_says_they_are_under_18_is_under_18(
    *, is_adult: bool | None, may: bool
) -> None:
    person = TrainingPreferences(is_adult=is_adult)

    assert person.may_meet(EntryCondition.ADULT) is may
