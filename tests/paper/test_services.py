"""Booklets and sheets without a page: whose a result is, and what a cohort may rely on."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.errors import NotValid
from quiz.paper import services
from quiz.paper.models import Booklet, BookletKind, Sheet
from quiz.paper.printed import print_version
from quiz.paper.services import SheetChangedError, count_entries, enter_sheet
from quiz.paper.sheets.entry import read_sheet
from quiz.results.summary import count_answers
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from tests.factories import NOW, a_person
from tests.paper.builders import a_booklet, key_texts, wrong_texts


def enter(
    session: Session,
    tools: AssessmentContext,
    sheet: Sheet,
    *,
    is_right: bool = True,
    shown_version: int | None = None,
) -> Sitting:
    printed = print_version(sheet.booklet, sheet.version)
    texts = key_texts(printed) if is_right else wrong_texts(printed)
    return enter_sheet(
        session,
        sheet,
        printed,
        read_sheet(printed, texts).answers,
        shown_version=count_entries(sheet) if shown_version is None else shown_version,
        taken_at=NOW,
        tools=tools,
        now=NOW,
    )


def test_every_version_is_all_right_when_its_key_is_entered(
    session: Session, tools: AssessmentContext
) -> None:
    booklet = a_booklet(
        session,
        tools,
        a_person(session),
        questions=24,
        versions=8,
        names=[None] * 8,
        for_others=True,
    )

    sittings = [enter(session, tools, sheet) for sheet in booklet.sheets]

    assert [sheet.letter for sheet in booklet.sheets] == list("ABCDEFGH")
    for sitting in sittings:
        assert count_answers(sitting.positions).correct == 24


def test_all_versions_measure_the_same(
    session: Session, tools: AssessmentContext
) -> None:
    booklet = a_booklet(
        session,
        tools,
        a_person(session),
        questions=24,
        versions=4,
        names=[None] * 4,
        for_others=True,
    )

    results = [
        {one.area: one.level for one in enter(session, tools, sheet).results}
        for sheet in booklet.sheets
    ]

    assert all(other == pytest.approx(results[0]) for other in results)


def test_a_sheet_for_somebody_known_becomes_their_result(
    session: Session, tools: AssessmentContext
) -> None:
    """As a cohort hands booklets out: the member is named on the sheet before anybody enters it."""
    owner, member = a_person(session), a_person(session)
    sheet = a_booklet(session, tools, owner, for_others=True).sheets[0]
    sheet.person_id = member.id

    sitting = enter(session, tools, sheet)

    assert sitting.person_id == member.id


def test_a_sheet_of_somebody_unknown_makes_one_person_however_often_it_is_entered(
    session: Session, tools: AssessmentContext
) -> None:
    sheet = a_booklet(session, tools, a_person(session), for_others=True).sheets[0]
    before = session.scalar(select(func.count()).select_from(Person))

    first = enter(session, tools, sheet)
    again = enter(session, tools, sheet, is_right=False)

    after = session.scalar(select(func.count()).select_from(Person))
    assert again is first
    assert (after or 0) - (before or 0) == 1
    assert count_answers(again.positions).correct == 0


def test_a_sheet_that_was_entered_since_it_was_shown_is_refused(
    session: Session, tools: AssessmentContext
) -> None:
    sheet = a_booklet(session, tools, a_person(session)).sheets[0]
    enter(session, tools, sheet)

    with pytest.raises(SheetChangedError):
        enter(session, tools, sheet, is_right=False, shown_version=0)


def test_deleting_a_person_deletes_their_booklets_and_keeps_what_others_answered(
    session: Session, tools: AssessmentContext
) -> None:
    owner = a_person(session)
    sitting = enter(
        session, tools, a_booklet(session, tools, owner, for_others=True).sheets[0]
    )
    session.commit()

    session.delete(owner)
    session.commit()

    assert session.scalars(select(Booklet)).all() == []
    assert session.scalars(select(Sitting.key)).all() == [sitting.key]


def test_deleting_who_answered_leaves_the_sheet_to_be_printed(
    session: Session, tools: AssessmentContext
) -> None:
    sheet = a_booklet(session, tools, a_person(session), for_others=True).sheets[0]
    sitting = enter(session, tools, sheet)
    session.commit()

    session.delete(session.get_one(Person, sitting.person_id))
    session.commit()

    session.refresh(sheet)
    assert (sheet.sitting_id, sheet.person_id) == (None, None)


def test_codes_differ_even_where_chance_repeats_itself(
    session: Session, tools: AssessmentContext
) -> None:
    owner = a_person(session)

    codes = [
        a_booklet(session, tools, owner, questions=6, seed=1).code for _ in range(2)
    ]

    assert len(set(codes)) == 2


def test_a_collection_has_a_limit(session: Session, tools: AssessmentContext) -> None:
    with pytest.raises(NotValid, match=f"at most {services.MOST_COLLECTED}"):
        a_booklet(session, tools, a_person(session), kind=BookletKind.COLLECTION)


def test_a_goal_without_questions_makes_no_booklet(
    session: Session, tools: AssessmentContext
) -> None:
    with pytest.raises(NotValid, match="no questions"):
        a_booklet(session, tools, a_person(session), required={})
