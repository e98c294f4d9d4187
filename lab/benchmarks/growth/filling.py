"""Databases with so many answers: a few real sittings, copied by the database with other scores."""

import random
from collections.abc import Mapping
from datetime import timedelta
from math import exp
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    Table,
    case,
    cast,
    func,
    insert,
    select,
    text,
    true,
)
from sqlalchemy.orm import Session

from quiz.accounts.services import create_person
from quiz.bank.answers.samples import right_answer, wrong_answer
from quiz.bank.answers.scoring import score_answer
from quiz.core.clock import utc_now
from quiz.core.db import open_session
from quiz.operations.backups.loading import set_sequences
from quiz.sittings import services
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import SittingLength
from quiz.sittings.events import starting, transitions
from quiz.sittings.store import reload_open_sitting

#: Sittings that are really taken.
TEMPLATES = 24
#: Copies of all of them that are made at once.
BLOCK = 100
PAUSE = timedelta(seconds=40)
STEEPNESS = 1.2
NUMBERS = "bench_number"
#: Table -> its columns that move on with each copy, and the table whose numbers they are.
MOVED: Mapping[str, Mapping[str, str]] = {
    "person": {"id": "person"},
    "sitting": {"id": "sitting", "person_id": "person"},
    "area_result": {"id": "area_result", "sitting_id": "sitting"},
    "position": {"id": "position", "sitting_id": "sitting"},
    "answer": {"id": "answer", "position_id": "position"},
}


def take_templates(engine: Engine, tools: AssessmentContext) -> None:
    """Let a few made-up people take a sitting each."""
    with open_session(engine, writes=True) as session:
        for seed in range(TEMPLATES):
            _take_sitting(session, tools, random.Random(seed))  # noqa: S311  # made-up answers
            session.commit()


def count_answers(engine: Engine) -> int:
    """Return how many answers there are."""
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM answer")).scalar_one())


def fill_up(engine: Engine, answers: int) -> None:
    """Copy the first sittings until there are so many answers, and let the database look at what it has."""
    writing = engine.execution_options(writes=True)
    with writing.begin() as connection:
        connection.execute(
            text(f"CREATE TABLE IF NOT EXISTS {NUMBERS} (n INTEGER PRIMARY KEY)")
        )
    with engine.connect() as connection:
        first, each = _find_free_copy(connection)
    copies = -(-max(answers - count_answers(engine), 0) // each)
    for start in range(0, copies, BLOCK):
        with writing.begin() as connection:
            _copy_templates(connection, first + start, min(BLOCK, copies - start))
    with writing.begin() as connection:
        if engine.dialect.name == "postgresql":
            for name in MOVED:
                set_sequences(connection, name)
        connection.execute(text("ANALYZE"))


def _take_sitting(
    session: Session, tools: AssessmentContext, rng: random.Random
) -> None:
    now, ability = utc_now() - timedelta(days=1), rng.gauss(0, 1)
    person, _ = create_person(session, now=now)
    sitting = starting.start_sitting(
        session,
        person,
        tools.catalogue.goals["junior"],
        starting.SittingOptions(SittingLength.STANDARD),
        tools=tools,
        now=now,
        rng=rng,
    )
    sitting = reload_open_sitting(session, sitting, now=now)
    while position := transitions.current_attempt_item(sitting.positions):
        question, now = position.question, now + PAUSE
        difficulty = tools.find_pool(sitting.language, None).items
        hard = next(one.difficulty for one in difficulty if one.id == question.key)
        knows = rng.random() < 1 / (1 + exp(-STEEPNESS * (ability - hard)))
        content = right_answer(question) if knows else wrong_answer(question, rng)
        given = services.SubmittedAnswer(content, score_answer(question, content))
        services.record_answer(
            session, sitting, position.token, given, tools=tools, now=now
        )
    services.finish_sitting(session, sitting, tools=tools, now=now)


def _find_free_copy(connection: Connection) -> tuple[int, int]:
    """Return the number of the first copy whose rows have numbers that are free, and the answers of a copy."""
    metadata = MetaData()
    metadata.reflect(connection, only=list(MOVED))
    bounds = _template_bounds(connection, metadata)
    highest = [
        connection.execute(select(func.max(metadata.tables[name].c.id))).scalar_one()
        // bound
        for name, bound in bounds.items()
    ]
    answer = metadata.tables["answer"]
    own = select(func.count()).where(answer.c.id <= bounds["answer"])
    return max(highest) + 1, int(connection.execute(own).scalar_one())


def _copy_templates(connection: Connection, first: int, copies: int) -> None:
    metadata = MetaData()
    metadata.reflect(connection, only=[NUMBERS, *MOVED])
    numbers = metadata.tables[NUMBERS]
    bounds = _template_bounds(connection, metadata)
    new = range(first, first + copies)
    connection.execute(insert(numbers), [{"n": number} for number in new])
    for name, moved in MOVED.items():
        table = metadata.tables[name]
        columns = {
            column.name: _copied_column(table, column.name, moved, bounds, numbers)
            for column in table.columns
        }
        source = table.join(numbers, true())
        if name == "answer":
            position = metadata.tables["position"]
            source = source.join(position, position.c.id == table.c.position_id)
            columns["score"] = _draw_score(table, position, bounds, numbers)
        rows = (
            select(*columns.values())
            .select_from(source)
            .where(table.c.id <= bounds[name], numbers.c.n.between(new[0], new[-1]))
        )
        connection.execute(insert(table).from_select(list(columns), rows))


def _draw_score(
    answer: Table, position: Table, bounds: Mapping[str, int], numbers: Table
) -> ColumnElement[Any]:
    """Return whether a made-up person knows a question: the abler and the easier, the likelier."""
    copy = cast(numbers.c.n, BigInteger)
    sitting = position.c.sitting_id + copy * bounds["sitting"]
    # In hundredths of a logit, spread evenly; every person and every question keeps its own.
    ability = (sitting * 7919) % 401 - 200
    difficulty = cast(position.c.question_version_id, BigInteger) * 104_729 % 201 - 100
    drawn = (answer.c.id + copy * bounds["answer"]) * 48_271 % 2_147_483_647 % 1000
    knows = drawn < 500 + 2 * ability - 2 * difficulty
    return case((knows & ~answer.c.dont_know, 1.0), else_=0.0)


def _template_bounds(connection: Connection, metadata: MetaData) -> dict[str, int]:
    """Return the highest number of a row of the sittings that were really taken, by table."""
    sitting, position = metadata.tables["sitting"], metadata.tables["position"]
    answer, result = metadata.tables["answer"], metadata.tables["area_result"]
    own = select(sitting.c.id).order_by(sitting.c.id).limit(TEMPLATES)
    ids = connection.execute(own).scalars().all()
    highest = {
        "sitting": func.max(sitting.c.id).filter(sitting.c.id.in_(ids)),
        "person": func.max(sitting.c.person_id).filter(sitting.c.id.in_(ids)),
        "position": func.max(position.c.id).filter(position.c.sitting_id.in_(ids)),
        "area_result": func.max(result.c.id).filter(result.c.sitting_id.in_(ids)),
    }
    bounds = {
        name: int(connection.execute(select(one)).scalar_one())
        for name, one in highest.items()
    }
    last = select(func.max(answer.c.id)).where(
        answer.c.position_id <= bounds["position"]
    )
    return bounds | {"answer": int(connection.execute(last).scalar_one())}


def _copied_column(
    table: Table,
    name: str,
    moved: Mapping[str, str],
    bounds: Mapping[str, int],
    numbers: Table,
) -> ColumnElement[Any]:
    column, copy = table.c[name], numbers.c.n
    if name in moved:
        return column + copy * bounds[moved[name]]
    if name == "key":
        # As short as public keys are.
        return func.concat("b", table.c.id + copy * bounds[table.name])
    return column
