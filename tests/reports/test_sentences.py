"""The PDF says what the page says, word for word: the sentences are written twice and must agree."""

from dataclasses import asdict
from datetime import date

import pytest

from quiz.measurement.reporting.classification import MasteryStatement
from quiz.measurement.reporting.person_fit import PersonFitFlag
from quiz.reports.presenters import describe_counts
from quiz.results.confidence import ConfidenceCategory, ConfidenceGroup
from quiz.results.gaps.area_answers import AreaAnswers, Strengths
from quiz.results.gaps.presenters import Findings, ObjectiveLine
from quiz.results.presenters import AddedQuestions, AreaOffer, RescoringNote, ResultView
from quiz.results.summary import AnswerCounts, StatementCounts
from tests.reports.builders import ROW, read_sentence, report_content
from tests.results.builders import counts, objective, outcome
from tests.results.macros import macro
from tests.results.test_sentences import HEADLINES

RESULTS = "macros/results.html"
JOIN = objective("Join tables")
#: Answers about an area: none, one, several with and without "I don't know".
DIAGNOSES = [
    AreaAnswers(),
    AreaAnswers(1, 0),
    AreaAnswers(4, 1, 1, (JOIN,)),
    AreaAnswers(6, 2, 3, (JOIN, JOIN, JOIN)),
]


@pytest.mark.parametrize(
    "counted", [*(one for one, _ in HEADLINES), counts(close=10, likely_not=2)]
)
def test_the_headline_agrees(counted: StatementCounts) -> None:
    content = report_content(
        counts=describe_counts(counted), helpful=["SQL", "Git", "APIs"]
    )

    printed = read_sentence("headline", content)

    assert printed == macro(RESULTS, "headline")(counted, ["SQL", "Git", "APIs"])


@pytest.mark.parametrize("statement", MasteryStatement)
def test_the_names_of_statements_agree(statement: MasteryStatement) -> None:
    printed = read_sentence(f'status.at("{statement.value}")', report_content())

    assert printed == macro("macros/strips.html", "statement_name")(statement.value)


def test_what_is_read_in_place_of_a_strip_agrees() -> None:
    printed = read_sentence("strip-label(it.rows.first())", report_content(rows=[ROW]))

    assert printed == macro("macros/strips.html", "strip_label")(
        outcome(
            "sql",
            MasteryStatement.NOT_YET,
            level=0.7,
            low=0.4,
            high=1.0,
            required=1.2,
        )
    )


@pytest.mark.parametrize(
    ("statement", "level"),
    [
        (MasteryStatement.NOT_YET, 0.2),
        (MasteryStatement.LIKELY_NOT_YET, 0.7),
        (MasteryStatement.LIKELY_NOT_YET, 1.2),
    ],
)
def test_the_sentence_of_a_gap_agrees(
    statement: MasteryStatement, level: float
) -> None:
    gap = outcome("sql", statement, level=level, required=1.2)
    printed_gap = ROW | {
        "statement": statement.value,
        "missing": f"{gap.missing:.1f}",
        "diagnosis": {"asked": 0, "correct": 0, "dont_know": 0, "mastered": []},
        "objectives": [],
        "start": None,
    }

    printed = read_sentence(
        "gap-sentence(it.gaps.first())", report_content(gaps=[printed_gap])
    )

    assert printed == macro(RESULTS, "gap_sentence")(gap)


@pytest.mark.parametrize("answers", DIAGNOSES)
def test_the_diagnosis_of_a_gap_agrees(answers: AreaAnswers) -> None:
    diagnosis = vars(answers) | {"mastered": answers.mastered_names}
    content = report_content(diagnosis=diagnosis)

    printed = read_sentence("diagnosis-sentence(it.diagnosis)", content)

    assert printed == macro(RESULTS, "diagnosis_sentence")(answers)


@pytest.mark.parametrize(("asked", "missed"), [(0, 0), (2, 1), (2, 0)])
def test_the_note_of_an_objective_agrees(asked: int, missed: int) -> None:
    content = report_content(line={"asked": asked, "missed": missed})

    printed = read_sentence("objective-note(it.line)", content)

    line = ObjectiveLine("SQL", "Join tables", 2.5, asked=asked, missed=missed)
    assert printed == macro(RESULTS, "objective_note")(line)


@pytest.mark.parametrize(
    "counted",
    [
        counts(reached=12),
        counts(reached=8, likely=4),
        counts(likely=12),
        counts(reached=11, close=1),
        counts(close=12),
    ],
)
def test_what_is_said_when_no_area_is_below_agrees(counted: StatementCounts) -> None:
    content = report_content(counts=describe_counts(counted))

    heading = read_sentence("no-gaps-heading", content)
    sentence = read_sentence("no-gaps-sentence", content)

    assert heading == macro(RESULTS, "no_gaps_heading")(counted)
    assert sentence == macro(RESULTS, "no_gaps_sentence")(counted)


@pytest.mark.parametrize("strengths", [Strengths(), Strengths(are_reached=True)])
def test_the_headings_of_strengths_and_of_what_was_missed_agree(
    strengths: Strengths,
) -> None:
    described = {"are_reached": strengths.are_reached, "areas": []}
    content = report_content(strengths=described)

    heading = read_sentence("strengths-heading", content)
    missed = read_sentence("missed-heading", content)

    assert heading == macro(RESULTS, "strengths_heading")(strengths)
    assert missed == macro(RESULTS, "missed_heading")(False)


@pytest.mark.parametrize("flag", PersonFitFlag)
def test_the_warning_about_a_doubtful_result_agrees(flag: PersonFitFlag) -> None:
    printed = read_sentence(f'fit-sentence("{flag.name}")', report_content())

    assert printed == macro(RESULTS, "fit_sentence")(flag)


@pytest.mark.parametrize(("moved", "most"), [(0, 0.0), (1, 0.2), (3, 0.4)])
def test_the_note_about_a_rescoring_agrees(moved: int, most: float) -> None:
    facts = {"date": "22 November 2026", "moved": moved, "most": f"{most:.1f}"}
    content = report_content(notes={"person_fit": [], "rescorings": [facts]})

    printed = read_sentence("rescoring-sentence(it.notes.rescorings.first())", content)

    note = RescoringNote(date(2026, 11, 22), moved, most)
    assert printed == macro(RESULTS, "rescoring_sentence")(note)


def view(
    answers: AnswerCounts,
    *undecided: str,
    offer: AreaOffer | None = None,
    has_forecast: bool = True,
) -> ResultView:
    """Return a result with these answers and undecided areas, and nothing else."""
    return ResultView(
        key="",
        goal_key="",
        goal_name="",
        person_name="",
        finished_on=date(2026, 11, 22),
        bank_version="",
        answers=answers,
        dont_know_area_name=answers.dont_know_area,
        counts=counts(12, reached=12),
        rows=(),
        findings=Findings(Strengths(), (), (), ()),
        undecided=undecided,
        offer=offer,
        has_forecast=has_forecast,
        added=None,
        notes=None,  # type: ignore[arg-type]  # no sentence here reads them
        is_example=False,
        is_on_paper=False,
    )


@pytest.mark.parametrize(
    ("unknown", "area", "said"),
    [
        (
            0,
            "",
            (
                "8 of 12 answers were correct. You never chose “I don’t know”."
                " Where you guessed, the likely ranges are wider."
            ),
        ),
        (
            1,
            "",
            "8 of 13 answers were correct. You chose “I don’t know” once. It made your result more precise.",
        ),
        (
            2,
            "",
            "8 of 14 answers were correct. You chose “I don’t know” twice. Each one made your result more precise.",
        ),
        (
            5,
            "SQL",
            (
                "8 of 17 answers were correct. You chose “I don’t know” 5 times, mostly in SQL."
                " Each one made your result more precise."
            ),
        ),
    ],
)
def test_the_sentence_about_the_answers_agrees(
    unknown: int, area: str, said: str
) -> None:
    answers = AnswerCounts(8, 4, unknown, 0, area)
    content = report_content(
        answers=asdict(answers) | {"total": answers.total, "dont_know_area": area}
    )

    printed = read_sentence("answers-sentence", content)

    assert printed == macro(RESULTS, "answers_sentence")(view(answers)) == said


@pytest.mark.parametrize(
    ("undecided", "offer", "said"),
    [
        (
            (),
            AreaOffer(("SQL",), 5),
            (
                "No area is too close to call."
                " About 5 more questions on SQL would make the result more certain."
            ),
        ),
        ((), None, "No area is too close to call."),
        (
            ("SQL",),
            AreaOffer(("SQL",), 5),
            "SQL is too close to call. About 5 more questions on SQL would help most.",
        ),
        (
            ("SQL", "Git"),
            AreaOffer(("Git", "SQL"), 9),
            "SQL and Git are too close to call. About 9 more questions on Git and SQL would help most.",
        ),
        (
            ("SQL",),
            None,
            "SQL is too close to call. It would take many more answers to tell.",
        ),
    ],
)
def test_the_sentence_about_undecided_areas_agrees(
    undecided: tuple[str, ...], offer: AreaOffer | None, said: str
) -> None:
    result = view(AnswerCounts(8, 4, 0, 0, ""), *undecided, offer=offer)
    content = report_content(
        undecided=undecided, offer=None if offer is None else asdict(offer)
    )

    printed = read_sentence("undecided-areas", content)

    assert printed == macro(RESULTS, "undecided_areas")(result) == said


def test_the_sentence_about_added_questions_agrees() -> None:
    added = AddedQuestions("b", ("SQL", "Git"), 9, "a", date(2026, 11, 12))
    facts = {"area_names": ["SQL", "Git"], "answers": 9, "date": "12 November 2026"}

    printed = read_sentence("added-sentence(it.added)", report_content(added=facts))

    said = (
        "9 answers on SQL and Git, read together with the result of 12 November 2026."
    )
    assert printed == macro(RESULTS, "added_sentence")(added) == said


def test_nothing_is_said_of_more_questions_that_nobody_estimated() -> None:
    result = view(AnswerCounts(8, 4, 0, 0, ""), "SQL", has_forecast=False)
    content = report_content(undecided=["SQL"], has_forecast=False)

    printed = read_sentence("undecided-areas", content)

    assert printed == "SQL is too close to call."
    assert macro(RESULTS, "undecided_areas")(result) == printed


def test_the_summary_of_confidence_agrees() -> None:
    groups = [
        ConfidenceGroup(category, tuple(range(number)), ())
        for number, category in enumerate(ConfidenceCategory, 1)
    ]
    content = report_content(
        confidence={group.category.value: len(group.numbers) for group in groups}
    )

    printed = read_sentence("confidence-summary", content)

    assert printed == macro("macros/confidence.html", "confidence_summary")(groups)


def test_what_is_said_of_a_custom_goal_agrees() -> None:
    printed = read_sentence("custom-goal-sentence", report_content())

    assert printed == macro(RESULTS, "custom_goal_sentence")()


@pytest.mark.parametrize(
    "counted",
    [
        counts(reached=12),
        counts(likely=5, close=6, likely_not=1),
        counts(reached=3, likely=1, close=3, likely_not=2, not_yet=3),
    ],
)
def test_the_reading_of_another_goal_agrees(counted: StatementCounts) -> None:
    content = report_content(counted=describe_counts(counted))

    printed = read_sentence("reading-sentence(it.counted)", content)

    assert printed == macro(RESULTS, "reading_sentence")(counted)
