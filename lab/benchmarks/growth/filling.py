"""Databases with so many answers: a few real sittings, copied by the database with other scores."""

import random
from collections.abc import Mapping
from datetime import timedelta
from math import exp
from typing import Any

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    Table,
    case,
    func,
    insert,
    literal,
    select,
    text,
    true,
)
from sqlalchemy.orm import Session

from quiz.accounts.services import create_person
from quiz.bank.answers.samples import right_answer, wrong_answer
from quiz.bank.answers.scoring import score_answer
from quiz.bank.item_calibration.question_items import build_item
from quiz.bank.models import QuestionVersion
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
#: What the question of a version is like: its area as a number, the steps of its score, its difficulty and what
#: guessing gives.
QUESTIONS = "bench_question"
#: What made-up people can do, by area; a person takes the abilities under the last digits of the sitting's number.
ABILITIES = "bench_ability"
PEOPLE = 997
CORRELATION = 0.6
MOST_STEPS = 12
#: How far apart the steps of a score are, in logits.
STEP = 0.8
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
        _describe_questions(session, tools)
        _make_up_people(session, len(tools.catalogue.areas))
        session.commit()


def _describe_questions(session: Session, tools: AssessmentContext) -> None:
    areas = {key: number for number, key in enumerate(tools.catalogue.areas)}
    rows = []
    for number, key in session.execute(select(QuestionVersion.id, QuestionVersion.key)):
        question = tools.catalogue.questions[key]
        off = random.Random(key).gauss(0, 0.5)  # noqa: S311  # made up
        item = build_item(question)
        guessed = 1 / item.options if item.options else 0.0
        rows.append(
            {
                "id": number,
                "area": areas[question.area],
                "steps": item.categories - 1,
                "difficulty": item.difficulty + off,
                "guessed": guessed,
            }
        )
    _make_table(
        session,
        QUESTIONS,
        "id INTEGER PRIMARY KEY, area INTEGER, steps INTEGER, difficulty FLOAT, guessed FLOAT",
        rows,
    )


def _make_up_people(session: Session, areas: int) -> None:
    covariance = np.full((areas, areas), CORRELATION)
    np.fill_diagonal(covariance, 1.0)
    drawn = np.random.default_rng(1).multivariate_normal(
        np.zeros(areas), covariance, PEOPLE
    )
    rows = [
        {"person": person, "area": area, "ability": float(ability)}
        for person, abilities in enumerate(drawn)
        for area, ability in enumerate(abilities)
    ]
    _make_table(
        session,
        ABILITIES,
        "person INTEGER, area INTEGER, ability FLOAT, PRIMARY KEY (person, area)",
        rows,
    )


def _make_table(
    session: Session, name: str, columns: str, rows: list[dict[str, Any]]
) -> None:
    session.execute(text(f"CREATE TABLE {name} ({columns})"))
    values = ", ".join(f":{column}" for column in rows[0])
    session.execute(text(f"INSERT INTO {name} VALUES ({values})"), rows)  # noqa: S608  # a name of ours


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
    metadata.reflect(connection, only=[NUMBERS, QUESTIONS, ABILITIES, *MOVED])
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
            question = metadata.tables[QUESTIONS]
            ability = metadata.tables[ABILITIES]
            sitting = position.c.sitting_id + numbers.c.n * bounds["sitting"]
            source = (
                source.join(position, position.c.id == table.c.position_id)
                .join(question, question.c.id == position.c.question_version_id)
                .join(
                    ability,
                    (ability.c.person == sitting % PEOPLE)
                    & (ability.c.area == question.c.area),
                )
            )
            columns["score"] = _draw_score(metadata, connection.dialect.name)
        rows = (
            select(*columns.values())
            .select_from(source)
            .where(table.c.id <= bounds[name], numbers.c.n.between(new[0], new[-1]))
        )
        connection.execute(insert(table).from_select(list(columns), rows))


def _draw_score(metadata: MetaData, dialect: str) -> ColumnElement[Any]:
    """Return the score of a made-up person, drawn as the model has it."""
    question, answer = metadata.tables[QUESTIONS], metadata.tables["answer"]
    ability = metadata.tables[ABILITIES].c.ability
    # Begun again each time that it is written down, so each step is reached by itself.
    drawn = (
        func.abs(func.random() % 1_000_000) / 1_000_000.0
        if dialect == "sqlite"
        else func.random()
    )
    reached: ColumnElement[Any] = literal(0.0)
    for step in range(1, MOST_STEPS + 1):
        apart = STEP * (step - (question.c.steps + 1) / 2.0)
        logit = STEEPNESS * (ability - question.c.difficulty - apart)
        known = question.c.guessed + (1 - question.c.guessed) / (1 + func.exp(-logit))
        is_reached = (step <= question.c.steps) & (drawn < known)
        reached = reached + case((is_reached, 1.0), else_=0.0)
    return case((answer.c.dont_know, 0.0), else_=reached / question.c.steps)


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
