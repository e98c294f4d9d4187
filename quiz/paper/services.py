"""Writes about booklets: make one, delete one, and take in the answers of a sheet. Who it is for is handed in."""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.services import create_bare_person
from quiz.bank.item_calibration.services import load_current_calibration
from quiz.bank.questions import Question
from quiz.bank.versions import ensure_version_id
from quiz.core.keys import READABLE_CHARACTERS, public_key
from quiz.errors import NotNow, NotValid
from quiz.paper import queries
from quiz.paper.models import Booklet, BookletKind, BookletQuestion, Sheet
from quiz.paper.printed import PrintedQuestion
from quiz.paper.selection import list_all_questions, select_test_questions
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.events.starting import SEED_BITS
from quiz.sittings.models import Sitting
from quiz.sittings.paper.services import (
    PaperItem,
    PaperTest,
    correct_paper_sitting,
    record_paper_sitting,
)
from quiz.sittings.services import SubmittedAnswer

CODE_CHARACTERS = 5
#: A collection has at most this many questions: some 50 pages.
MOST_COLLECTED = 150


class SheetChangedError(NotNow):
    """Somebody else entered or corrected the answers of this sheet in the meantime."""


@dataclass(frozen=True)
class BookletOrder:
    """What a booklet is to be."""

    goal_key: str
    goal_name: str
    #: Required level (0 to 3) by area, of the areas that it is to ask about.
    required: Mapping[str, float]
    language: str | None
    questions: int
    kind: BookletKind = BookletKind.TEST
    versions: int = 1
    #: A sheet for each: a name to print on it, or None. Versions go round in turn.
    names: Sequence[str | None] = (None,)
    for_others: bool = False


def create_booklet(
    session: Session,
    owner: Person,
    order: BookletOrder,
    *,
    tools: AssessmentContext,
    excluded: Collection[str],
    now: datetime,
    rng: random.Random,
) -> Booklet:
    """Choose the questions of a booklet and store it, with its sheets.

    `excluded` are questions that it must not hold.

    Raises
    ------
    NotValid
        When there are no questions for it, or too many.
    """
    seed = rng.getrandbits(SEED_BITS)
    questions = _choose_questions(session, order, tools, excluded, seed)
    booklet = Booklet(
        key=public_key(),
        code=_free_code(session, rng),
        person_id=owner.id,
        kind=order.kind,
        goal_key=order.goal_key,
        goal_name=order.goal_name,
        required=dict(order.required),
        language=order.language,
        for_others=order.for_others,
        versions=order.versions,
        seed=seed,
        bank_version=tools.bank_version,
        created_at=now,
    )
    booklet.questions = _build_questions(session, questions, now=now)
    if booklet.is_test:
        booklet.sheets = _build_sheets(owner, order)
    session.add(booklet)
    session.flush()
    return booklet


def _build_questions(
    session: Session, questions: Sequence[Question], *, now: datetime
) -> list[BookletQuestion]:
    return [
        BookletQuestion(
            number=number,
            question_version_id=ensure_version_id(session, question, now=now),
        )
        for number, question in enumerate(questions, 1)
    ]


def _build_sheets(owner: Person, order: BookletOrder) -> list[Sheet]:
    return [
        Sheet(
            key=public_key(),
            number=number,
            version=(number - 1) % order.versions,
            name=name,
            person_id=None if order.for_others else owner.id,
        )
        for number, name in enumerate(order.names, 1)
    ]


def delete_booklet(session: Session, booklet: Booklet) -> None:
    """Delete a booklet with its sheets; the results of those that were entered stay."""
    session.execute(delete(Booklet).where(Booklet.id == booklet.id))


def enter_sheet(
    session: Session,
    sheet: Sheet,
    printed: Sequence[PrintedQuestion],
    answers: Sequence[SubmittedAnswer | None],
    *,
    shown_version: int,
    taken_at: datetime,
    tools: AssessmentContext,
    now: datetime,
) -> Sitting:
    """Store the answers of a sheet as the result of whoever it is for, or correct those that were entered.

    A sheet of somebody who is not known yet makes a person. `shown_version` is the row version of the result whose answers
    the form showed; 0 without one.

    Raises
    ------
    SheetChangedError
        When the sheet was entered or corrected since the form was shown.
    NotNow
        When there is not one answer.
    """
    if shown_version != count_entries(sheet):
        raise SheetChangedError("This sheet was entered in the meantime.")
    items = [
        PaperItem(one.version, one.order, answer)
        for one, answer in zip(printed, answers, strict=True)
    ]
    if sheet.sitting is not None:
        sitting, sheet.corrected_at = sheet.sitting, now
        correct_paper_sitting(session, sitting, items, taken_at=taken_at, tools=tools)
        return sitting
    sheet.sitting = record_paper_sitting(
        session,
        _find_taker(session, sheet, now=now),
        _describe_test(sheet.booklet),
        items,
        taken_at=taken_at,
        tools=tools,
    )
    sheet.entered_at, sheet.corrected_at = now, None
    session.flush()
    return sheet.sitting


def count_entries(sheet: Sheet) -> int:
    """Return how often the answers of a sheet were entered or corrected; 0 before the first time."""
    return sheet.sitting.row_version + 1 if sheet.sitting else 0


def _describe_test(booklet: Booklet) -> PaperTest:
    return PaperTest(
        booklet.goal_key,
        booklet.goal_name,
        booklet.required,
        booklet.language,
        booklet.seed,
    )


def _find_taker(session: Session, sheet: Sheet, *, now: datetime) -> Person:
    person = session.get(Person, sheet.person_id) if sheet.person_id else None
    if person is None:
        person = create_bare_person(session, now=now)
        sheet.person_id = person.id
    return person


def _choose_questions(
    session: Session,
    order: BookletOrder,
    tools: AssessmentContext,
    excluded: Collection[str],
    seed: int,
) -> list[Question]:
    if order.kind is BookletKind.COLLECTION:
        questions = list_all_questions(
            tools, order.required, order.language, excluded=excluded
        )
        if len(questions) > MOST_COLLECTED:
            raise NotValid(
                f"These areas have {len(questions)} questions. Choose fewer areas: a collection has at most {MOST_COLLECTED}."
            )
    else:
        questions = select_test_questions(
            tools,
            order.required,
            order.language,
            order.questions,
            calibrated=load_current_calibration(session),
            excluded=excluded,
            seed=seed,
        )
    if not questions:
        raise NotValid("There are no questions for this choice.")
    return questions


def _free_code(session: Session, rng: random.Random) -> str:
    """Return a code that no booklet has; it is no secret."""
    while True:
        code = "".join(rng.choices(READABLE_CHARACTERS, k=CODE_CHARACTERS))
        if not queries.is_code_taken(session, code):
            return code
