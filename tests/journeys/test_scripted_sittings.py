"""Twenty people by a script: what result, routes, report, PDF, shared page and file must and must not say.

Anybody can add a row to `SCRIPTS`. The first test holds every page to the one case that the result is; the rows add
what is special about a person.
"""

import io
import json
import random
import re
from dataclasses import dataclass
from typing import Any

import pypdf
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.services import add_person_secret
from quiz.measurement.reporting.classification import (
    MasteryStatement,
    min_answers_to_decide,
)
from quiz.results import services as result_services
from quiz.results.summary import GoalCase, count_statements
from quiz.sittings.assessment.context import AssessmentContext, offer_more_questions
from quiz.sittings.enums import FULL_LENGTHS, SittingLength
from quiz.sittings.models import Sitting
from tests.factories import NOW, a_person, settle
from tests.journeys.scripts import (
    Script,
    always,
    at_level,
    finish_by_rule,
    guessing,
    take,
)
from tests.pages import Page, open_page

REACHED, LIKELY = GoalCase.REACHED, GoalCase.LIKELY
UNDECIDED, NOT_YET = GoalCase.UNDECIDED, GoalCase.NOT_YET
QUICK, STANDARD = SittingLength.QUICK, SittingLength.STANDARD
PATTERN = "hard questions correct where easy ones were not"
UNEVEN = {"prog": 2.5, "git": 2.5, "http": 2.0, "sql": 0.0, "ops": 0.0, "sec": 0.1}


def cases(*named: GoalCase) -> frozenset[GoalCase]:
    return frozenset(named)


SCRIPTS = [
    Script(
        "a beginner",
        at_level(0.1),
        cases(NOT_YET),
        STANDARD,
        says=("What you got right", "Your 3 biggest gaps"),
        never=("You have reached this goal in all",),
    ),
    Script(
        "a beginner in a hurry", at_level(0.1), cases(NOT_YET), says=("biggest gap",)
    ),
    Script(
        "an uneven person",
        at_level(1.0, UNEVEN),
        cases(NOT_YET),
        STANDARD,
        says=("What you can already do", "What else you missed"),
        never=("Treat this result with care",),
    ),
    Script(
        "an uneven person in a hurry",
        at_level(1.0, UNEVEN),
        cases(NOT_YET, UNDECIDED),
        never=("Treat this result with care",),
    ),
    Script("a decent junior", at_level(1.4), cases(NOT_YET, UNDECIDED, LIKELY)),
    Script("a middling junior", at_level(1.0), cases(NOT_YET, UNDECIDED), STANDARD),
    Script(
        "an expert",
        at_level(3.0),
        cases(REACHED, LIKELY, UNDECIDED),
        says=("What you can already do",),
        never=("biggest gap", "You are below it"),
    ),
    Script(
        "an expert who takes the standard length",
        at_level(3.0),
        cases(REACHED, LIKELY),
        STANDARD,
        never=("biggest gap",),
    ),
    Script(
        "an expert for the senior goal", at_level(2.6), cases(*GoalCase), goal="senior"
    ),
    Script(
        "a guesser",
        guessing(0.3),
        cases(NOT_YET),
        says=("You never chose “I don’t know”.",),
        never=("You have reached this goal in all", "No gaps for this goal"),
    ),
    Script(
        "ten answers",
        at_level(1.0),
        cases(NOT_YET, UNDECIDED, LIKELY),
        stop_after=10,
        says=("An early estimate", "10 answers"),
    ),
    Script(
        "one correct answer",
        always(True),
        cases(NOT_YET, UNDECIDED, LIKELY),
        stop_after=1,
        says=("An early estimate", "1 answer", "1 of 1 answer was correct."),
        never=("You have reached this goal in",),
    ),
    Script(
        "all unknown",
        always(None),
        cases(NOT_YET),
        says=("You chose “I don’t know” 24 times", "a known gap"),
        never=("What you got right", "What you can already do", PATTERN),
    ),
    Script(
        "all wrong",
        always(False),
        cases(NOT_YET),
        says=("0 of 24 answers were correct.",),
        never=("What you got right", "What you can already do", PATTERN),
    ),
    Script(
        "all right",
        always(True),
        cases(REACHED, LIKELY, UNDECIDED),
        says=("24 of 24 answers were correct.",),
        never=("What you missed", "What else you missed", "biggest gap"),
    ),
    Script(
        "all right for the mid-level goal",
        always(True),
        cases(REACHED, LIKELY, UNDECIDED),
        STANDARD,
        goal="confirmed",
        never=("What you missed", "biggest gap"),
    ),
    Script(
        "a retake that goes badly",
        always(None),
        cases(NOT_YET),
        STANDARD,
        before=always(True),
        says=("0 of ",),
        never=("You have reached this goal", "What you can already do"),
    ),
    Script(
        "a retake that goes well",
        always(True),
        cases(REACHED, LIKELY, UNDECIDED),
        STANDARD,
        before=always(None),
        never=("You are below it",),
    ),
    Script(
        "a decent junior against the senior goal",
        at_level(1.4),
        cases(NOT_YET),
        read_against="senior",
        says=("Senior or lead",),
        never=("No gaps for this goal",),
    ),
    Script(
        "an expert against the mid-level goal",
        always(True),
        cases(REACHED, LIKELY, UNDECIDED),
        STANDARD,
        read_against="confirmed",
    ),
]

#: By case: what result and report say of gaps, the next step, and the heading of the routes.
GAPS = {
    REACHED: "No gaps for this goal",
    LIKELY: "Probably no gaps for this goal",
    UNDECIDED: "No clear gaps yet",
    NOT_YET: "biggest gap",
}
ROUTES = {
    REACHED: r"No gaps for this goal",
    LIKELY: r"Probably no gaps for this goal",
    UNDECIDED: r"We cannot tell yet how big the gap is",
    NOT_YET: r"\d+ training routes? (to choose from|fits? your limits)|No training route fits all your limits",
}


#: The class that colours a statement, on every page.
STATEMENTS = {
    "reached": MasteryStatement.REACHED,
    "likely": MasteryStatement.LIKELY,
    "close": MasteryStatement.TOO_CLOSE,
    "likely-not": MasteryStatement.LIKELY_NOT_YET,
    "not": MasteryStatement.NOT_YET,
}
TEN_YEARS = 3650


@dataclass(frozen=True)
class Told:
    """Everything that is told of one result."""

    result: Page
    routes: Page
    report: Page
    shared: Page
    #: The text of the PDF, in one line.
    pdf: str
    file: dict[str, Any]

    @property
    def pages(self) -> list[Page]:
        """The pages that show the result against its own goal."""
        return [self.report, self.shared]


def read_all(
    client: FlaskClient,
    session: Session,
    person: Person,
    sitting: Sitting,
    against: str = "",
) -> Told:
    """Open everything that tells of a result, some of it against another goal."""
    shared = result_services.create_share_link(
        session, sitting, days=TEN_YEARS, now=NOW
    )
    secret = add_person_secret(session, person, now=NOW)
    base = f"/sittings/{sitting.key}"
    session.commit()
    client.set_cookie("trigpoint_person", secret)
    pdf = pypdf.PdfReader(io.BytesIO(client.get(f"{base}/report.pdf").data))
    assert len(pdf.pages) == 2
    return Told(
        open_page(client, f"{base}/result{against}"),
        open_page(client, f"{base}/routes{against}"),
        open_page(client, f"{base}/report"),
        open_page(client, f"/shared/{shared}"),
        " ".join(" ".join(one.extract_text() for one in pdf.pages).split()),
        json.loads(client.get(f"{base}/result.json").data),
    )


def statements_on(page: Page) -> list[MasteryStatement]:
    """Return the statements of a profile, line by line."""
    profile = page.html.partition("profile-axis")[2].partition("sheet-foot")[0]
    return [
        STATEMENTS[name] for name in re.findall(r'class="word word-(.+?)"', profile)
    ]


def answers_on(page: Page) -> list[int]:
    """Return how many answers are behind each line of a profile."""
    return [
        int(number) for number in re.findall(r"<span>(\d+) answers?</span>", page.html)
    ]


def headline_on(page: Page) -> str:
    """Return the headline of a result."""
    [said] = re.findall(r'<p class="verdict">(.*?)</p>', page.html, re.DOTALL)
    return " ".join(said.split())


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_every_page_says_what_the_result_is_and_nothing_else(
    client: FlaskClient, session: Session, tools: AssessmentContext, script: Script
) -> None:
    person = a_person(session)
    sitting = take(session, tools, person, script)
    goal = script.read_against

    told = read_all(client, session, person, sitting, f"?goal={goal}" if goal else "")

    statements = statements_on(told.result)
    case = count_statements(statements).case
    assert case in script.cases, (case, headline_on(told.result))
    for words in script.says:
        assert words in told.result.text
    for words in (*script.never, "More questions would hardly help"):
        assert words not in told.result.text
    assert GAPS[case] in told.result.text
    assert not [
        said
        for said in GAPS.values()
        if said in told.result.text and said not in GAPS[case]
    ]
    assert told.result.text.count("Your next step: ") == 1
    assert re.search(ROUTES[case], told.routes.heading)
    assert len(answers_on(told.result)) == len(statements) == len(tools.catalogue.areas)
    check_what_is_decided(told, script)
    if goal is None:
        check_own_goal(told, case)


def test_a_few_more_questions_are_told_as_one_result_with_what_they_add_to(
    client: FlaskClient, session: Session, tools: AssessmentContext
) -> None:
    person, script = a_person(session), SCRIPTS[4]
    whole = take(session, tools, person, script)
    offer = offer_more_questions(whole, tools)
    assert offer is not None
    more = settle(session, tools, person, whole, area=" ".join(offer.areas))
    finish_by_rule(session, tools, more, script.rule, random.Random(1))

    told = read_all(client, session, person, more)

    case = count_statements(statements_on(told.result)).case
    assert len(statements_on(told.result)) == len(tools.catalogue.areas)
    assert GAPS[case] in told.result.text
    assert re.search(ROUTES[case], told.routes.heading)
    check_own_goal(told, case)


def check_what_is_decided(told: Told, script: Script) -> None:
    """No line says "Reached" or "Not yet" on fewer answers than the length asks for."""
    least = min_answers_to_decide(FULL_LENGTHS[script.length])
    for statement, answers in zip(
        statements_on(told.result), answers_on(told.result), strict=True
    ):
        assert not statement.is_decided or answers >= least


def check_own_goal(told: Told, case: GoalCase) -> None:
    """Report, PDF, shared page and file say of the goal what the result says."""
    headline, statements = headline_on(told.result), statements_on(told.result)
    assert headline_on(told.report) == headline
    assert headline in told.pdf
    assert GAPS[case] in told.pdf
    assert GAPS[case] in told.report.text
    assert [statements_on(page) for page in told.pages] == [statements] * 2
    early = "An early estimate" in told.result.text
    assert [early] * 3 == [
        "An early estimate" in words
        for words in (told.report.text, told.shared.text, told.pdf)
    ]
    assert headline_on(told.shared).startswith(("They have", "It is too early to tell"))
    in_file = [MasteryStatement(area["statement"]) for area in told.file["areas"]]
    assert in_file == statements
    assert [area["answers"] for area in told.file["areas"]] == answers_on(told.result)
