"""The PDF says what the page says, word for word: the sentences are written twice and must agree."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from quiz.measurement.reporting.classification import MasteryStatement
from quiz.measurement.reporting.person_fit import PersonFitFlag
from quiz.results.confidence import ConfidenceCategory, ConfidenceGroup
from quiz.results.presenters import RescoringNote, ResultView, UndecidedArea
from quiz.results.summary import AnswerCounts, StatementCounts
from tests.reports.builders import ROW, describe_counts, read_sentence, report_content
from tests.results.builders import counts, outcome
from tests.results.macros import macro
from tests.results.test_sentences import HEADLINES

RESULTS = "macros/results.html"


@pytest.mark.parametrize(
    "counted", [*(one for one, _ in HEADLINES), counts(close=10, likely_not=2)]
)
def test_the_headline_agrees(tmp_path: Path, counted: StatementCounts) -> None:
    content = report_content(
        counts=describe_counts(counted), helpful=["SQL", "Git", "APIs"]
    )

    printed = read_sentence(tmp_path, "headline", content)

    assert printed == macro(RESULTS, "headline")(counted, ["SQL", "Git", "APIs"])


@pytest.mark.parametrize("statement", MasteryStatement)
def test_the_names_of_statements_agree(
    tmp_path: Path, statement: MasteryStatement
) -> None:
    printed = read_sentence(
        tmp_path, f'status.at("{statement.value}")', report_content()
    )

    assert printed == macro("macros/strips.html", "statement_name")(statement.value)


def test_what_is_read_in_place_of_a_strip_agrees(tmp_path: Path) -> None:
    printed = read_sentence(
        tmp_path, "strip-label(it.rows.first())", report_content(rows=[ROW])
    )

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
    tmp_path: Path, statement: MasteryStatement, level: float
) -> None:
    gap = outcome("sql", statement, level=level, required=1.2)
    printed_gap = ROW | {
        "statement": statement.value,
        "missing": f"{gap.missing:.1f}",
        "objectives": [],
        "start": None,
    }

    printed = read_sentence(
        tmp_path, "gap-sentence(it.gaps.first())", report_content(gaps=[printed_gap])
    )

    assert printed == macro(RESULTS, "gap_sentence")(gap)


@pytest.mark.parametrize("flag", PersonFitFlag)
def test_the_warning_about_a_doubtful_result_agrees(
    tmp_path: Path, flag: PersonFitFlag
) -> None:
    printed = read_sentence(tmp_path, f'fit-sentence("{flag.name}")', report_content())

    assert printed == macro(RESULTS, "fit_sentence")(flag)


@pytest.mark.parametrize(("moved", "most"), [(0, 0.0), (1, 0.2), (3, 0.4)])
def test_the_note_about_a_rescoring_agrees(
    tmp_path: Path, moved: int, most: float
) -> None:
    facts = {"date": "22 November 2026", "moved": moved, "most": f"{most:.1f}"}
    content = report_content(notes={"person_fit": [], "rescorings": [facts]})

    printed = read_sentence(
        tmp_path, "rescoring-sentence(it.notes.rescorings.first())", content
    )

    note = RescoringNote(date(2026, 11, 22), moved, most)
    assert printed == macro(RESULTS, "rescoring_sentence")(note)


def view(
    answers: AnswerCounts, *undecided: UndecidedArea, has_forecast: bool = True
) -> ResultView:
    """Return a result with these answers and undecided areas, and nothing else."""
    return ResultView(
        key="",
        goal_key="",
        goal_name="",
        finished_on=date(2026, 11, 22),
        bank_version="",
        answers=answers,
        dont_know_area_name=answers.dont_know_area,
        counts=counts(12, reached=12),
        rows=(),
        gaps=(),
        objectives=(),
        undecided=undecided,
        has_forecast=has_forecast,
        notes=None,  # type: ignore[arg-type]  # no sentence here reads them
        is_example=False,
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
    tmp_path: Path, unknown: int, area: str, said: str
) -> None:
    answers = AnswerCounts(8, 4, unknown, 0, area)
    content = report_content(
        answers=asdict(answers) | {"total": answers.total, "dont_know_area": area}
    )

    printed = read_sentence(tmp_path, "answers-sentence", content)

    assert printed == macro(RESULTS, "answers_sentence")(view(answers)) == said


@pytest.mark.parametrize(
    ("undecided", "said"),
    [
        ((), "No area is too close to call."),
        (
            (UndecidedArea("sql", "SQL", 5),),
            "SQL is too close to call. 5 more questions on SQL would probably make it clear.",
        ),
        (
            (UndecidedArea("sql", "SQL", 5), UndecidedArea("git", "Git", 1)),
            "SQL and Git are too close to call. 1 more question on Git would probably make it clear.",
        ),
        (
            (UndecidedArea("sql", "SQL", None),),
            (
                "SQL is too close to call."
                " More questions would hardly help: you are very close to what the goal needs."
            ),
        ),
    ],
)
def test_the_sentence_about_undecided_areas_agrees(
    tmp_path: Path, undecided: tuple[UndecidedArea, ...], said: str
) -> None:
    result = view(AnswerCounts(8, 4, 0, 0, ""), *undecided)
    content = report_content(
        undecided=[area.area_name for area in undecided],
        decidable=[
            {"area": area.area_name, "questions": area.questions}
            for area in result.decidable
        ],
    )

    printed = read_sentence(tmp_path, "undecided-areas", content)

    assert printed == macro(RESULTS, "undecided_areas")(result) == said


def test_nothing_is_said_of_more_questions_that_nobody_estimated(
    tmp_path: Path,
) -> None:
    sql = UndecidedArea("sql", "SQL", None)
    result = view(AnswerCounts(8, 4, 0, 0, ""), sql, has_forecast=False)
    content = report_content(undecided=["SQL"], has_forecast=False)

    printed = read_sentence(tmp_path, "undecided-areas", content)

    assert printed == "SQL is too close to call."
    assert macro(RESULTS, "undecided_areas")(result) == printed


def test_the_summary_of_confidence_agrees(tmp_path: Path) -> None:
    groups = [
        ConfidenceGroup(category, tuple(range(number)), ())
        for number, category in enumerate(ConfidenceCategory, 1)
    ]
    content = report_content(
        confidence={group.category.value: len(group.numbers) for group in groups}
    )

    printed = read_sentence(tmp_path, "confidence-summary", content)

    assert printed == macro("macros/confidence.html", "confidence_summary")(groups)
