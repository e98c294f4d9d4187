"""Server time of the result pages."""

import random
from pathlib import Path

from sqlalchemy import Engine

from lab.benchmarks.timing import Percentiles, reference_work, time_call
from quiz.accounts.services import create_person
from quiz.app import create_app
from quiz.bank.answers.samples import right_answer, wrong_answer
from quiz.bank.answers.scoring import score_answer
from quiz.config import Settings
from quiz.core.clock import utc_now
from quiz.core.db import make_engine, open_session
from quiz.sittings import current, services
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import SittingLength
from quiz.sittings.events import starting, transitions
from quiz.sittings.store import reload_open_sitting

MAX_ANSWERS = 48
SEED = 5


def time_result_pages(
    database_url: str, data: Path, *, times: int
) -> dict[str, Percentiles]:
    """Time result, answers, routes and report of somebody who answered every other question right."""
    settings = Settings(
        data_folder=data, database_url=database_url, secret_key="for a benchmark " * 4
    )
    engine = make_engine(database_url)
    app = create_app(settings, engine=engine)
    key, secret = finish_sitting(app.extensions[current.EXTENSION_NAME], engine)
    client = app.test_client()
    client.set_cookie("trigpoint_person", secret)
    pages = {
        "result page, ms": f"/sittings/{key}/result",
        "answers page, ms": f"/sittings/{key}/answers",
        "routes page, ms": f"/sittings/{key}/routes",
        "report as PDF, ms": f"/sittings/{key}/report.pdf",
    }
    found = {
        name: time_call(lambda address=address: client.get(address), times)  # type: ignore[misc]  # bound now
        for name, address in pages.items()
    }
    engine.dispose()
    return found | {"known work, ms": time_call(reference_work, times)}


def finish_sitting(
    tools: AssessmentContext, engine: Engine, *, seed: int = SEED
) -> tuple[str, str]:
    """Return the key of a finished sitting with every other answer right, and the secret of who took it."""
    now, rng = utc_now(), random.Random(seed)  # noqa: S311  # made-up answers
    with open_session(engine, writes=True) as session:
        person, secret = create_person(session, now=now)
        sitting = starting.start_sitting(
            session,
            person,
            tools.catalogue.goals["junior"],
            starting.SittingOptions(SittingLength.THOROUGH),
            tools=tools,
            now=now,
            rng=rng,
        )
        sitting = reload_open_sitting(session, sitting, now=now)
        for number in range(MAX_ANSWERS):
            position = transitions.current_attempt_item(sitting.positions)
            if position is None:
                break
            question = position.question
            content = (
                right_answer(question) if number % 2 else wrong_answer(question, rng)
            )
            given = services.SubmittedAnswer(content, score_answer(question, content))
            services.record_answer(
                session, sitting, position.token, given, tools=tools, now=now
            )
        services.finish_sitting(session, sitting, tools=tools, now=now)
        session.commit()
        return sitting.key, secret
