"""How long the server works on a result page."""

import random
from pathlib import Path

from sqlalchemy import Engine

from quiz.accounts.services import begin_person
from quiz.app import create_app
from quiz.bank.marking import mark
from quiz.benchmarks.measure import Spread, known_work, timed_ms
from quiz.clock import utc_now
from quiz.config import Settings
from quiz.db import make_engine, open_session
from quiz.operations.example import right_answer, wrong_answer
from quiz.sittings import current, events, services, starting
from quiz.sittings.live.queries import live_sitting
from quiz.sittings.measuring import Tools

MOST_ANSWERS = 48
SEED = 5


def result_times(database_url: str, data: Path, *, times: int) -> dict[str, Spread]:
    """Time result, answers, routes and report of somebody who answered every other question right."""
    settings = Settings(
        data_folder=data, database_url=database_url, secret_key="for a benchmark " * 4
    )
    engine = make_engine(database_url)
    app = create_app(settings, engine=engine)
    key, secret = _sitting(app.extensions[current.NAME], engine)
    client = app.test_client()
    client.set_cookie("trigpoint_person", secret)
    pages = {
        "result page, ms": f"/sittings/{key}/result",
        "answers page, ms": f"/sittings/{key}/answers",
        "routes page, ms": f"/sittings/{key}/routes",
        "report as PDF, ms": f"/sittings/{key}/report.pdf",
    }
    found = {
        name: timed_ms(lambda address=address: client.get(address), times)  # type: ignore[misc]  # bound now
        for name, address in pages.items()
    }
    engine.dispose()
    return found | {"known work, ms": timed_ms(known_work, times)}


def _sitting(tools: Tools, engine: Engine) -> tuple[str, str]:
    now, rng = utc_now(), random.Random(SEED)  # noqa: S311  # made-up answers
    with open_session(engine, writes=True) as session:
        person, secret = begin_person(session, now=now)
        sitting = starting.start_sitting(
            session,
            person,
            tools.catalogue.goals["junior"],
            starting.Choice("thorough"),
            tools=tools,
            now=now,
            rng=rng,
        )
        live = live_sitting(session, sitting, now=now)
        for number in range(MOST_ANSWERS):
            position = events.current_position(live.positions)
            if position is None:
                break
            question = position.question
            content = (
                right_answer(question) if number % 2 else wrong_answer(question, rng)
            )
            given = services.Given(content, mark(question, content))
            services.answer(session, live, position.token, given, tools=tools, now=now)
        services.finish(session, sitting, tools=tools, now=now)
        session.commit()
        return sitting.key, secret
