"""The facts of the printed report."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from quiz.catalogue.resources import Resource
from quiz.measurement.reporting.classification import MasteryStatement
from quiz.measurement.reporting.person_fit import PersonFitFlag
from quiz.reports.presenters import (
    PrintedCode,
    PrintedEvidence,
    ReportFacts,
    SupportingEvidence,
    build_report_content,
    draw_report_strips,
)
from quiz.results.confidence import ConfidenceCategory, ConfidenceGroup
from quiz.results.gaps.area_answers import AreaAnswers, Strength, Strengths
from quiz.results.gaps.presenters import Findings, Gap, ObjectiveLine
from quiz.results.presenters import (
    AreaOffer,
    RescoringNote,
    ResultNotes,
)
from quiz.sittings.assessment.context import AssessmentContext
from tests.factories import finished
from tests.results.builders import outcome
from tests.results.test_presenters import view_of

FACTS = ReportFacts(PrintedCode("x7kq2mwd9tfc", "https://x.org/r/x7kq2mwd9tfc"))


def test_a_report_hands_over_numbers_and_names(
    session: Session, tools: AssessmentContext
) -> None:
    view = view_of(finished(session, tools, answers=5), tools)

    content = build_report_content(view, FACTS)

    assert content["goal"] == "Junior generalist"
    assert content["date"] == "22 November 2026"
    assert content["answers"]["total"] == 5
    assert content["answers"]["correct"] == 5
    assert content["counts"]["areas"] == 12
    assert content["is_early_estimate"]
    assert len(content["rows"]) == 12
    assert content["evidence"] == []


def test_gaps_notes_and_open_areas_are_handed_over(
    session: Session, tools: AssessmentContext
) -> None:
    below = outcome("sql", MasteryStatement.NOT_YET, level=0.44, required=1.2)
    start = Resource(
        id="x", title="A page", url="https://x.org", use="", objectives=("SQL-01",)
    )
    line = ObjectiveLine("SQL", "Join tables", 2.5, asked=2, missed=1)
    view = replace(
        view_of(finished(session, tools), tools),
        findings=Findings(
            Strengths((Strength("Git", AreaAnswers(3, 2)),)),
            (Gap(below, (line,), AreaAnswers(3, 1, 1), start),),
            (),
            (line,) * 10,
        ),
        undecided=("Git", "Ops"),
        offer=AreaOffer(("Git",), 4),
        has_forecast=True,
        notes=ResultNotes(
            (PersonFitFlag.HASTE,), (RescoringNote(date(2026, 11, 2), 2, 0.25),)
        ),
    )

    content = build_report_content(view, FACTS)

    [gap] = content["gaps"]
    assert (gap["name"], gap["level"], gap["missing"]) == ("SQL", "0.4", "0.8")
    described = {
        "area": "SQL",
        "text": "Join tables",
        "hours": "2.5 h",
        "asked": 2,
        "missed": 1,
    }
    assert gap["objectives"] == [described]
    assert gap["diagnosis"] == {
        "asked": 3,
        "correct": 1,
        "dont_know": 1,
        "mastered": [],
    }
    assert content["missed"] == [described] * 10
    assert content["strengths"]["areas"][0]["name"] == "Git"
    assert gap["start"] == {"title": "A page", "url": "https://x.org"}
    assert content["undecided"] == ("Git", "Ops")
    assert content["offer"] == {"area_names": ("Git",), "questions": 4}
    assert content["helpful"] == ("Git",)
    assert content["notes"] == {
        "person_fit": ["HASTE"],
        "rescorings": [{"date": "2 November 2026", "moved": 2, "most": "0.2"}],
    }


def test_three_pieces_of_evidence_are_printed_and_the_rest_is_counted(
    session: Session, tools: AssessmentContext
) -> None:
    evidence = tuple(
        PrintedEvidence(f"Thing {number}", "https://x.org", ("SQL", "Git"))
        for number in range(5)
    )
    matrix = (ConfidenceGroup(ConfidenceCategory.SECURE, (1, 2), ("SQL",)),)

    content = build_report_content(
        view_of(finished(session, tools), tools),
        replace(FACTS, supporting=SupportingEvidence(evidence, matrix)),
    )

    assert [one["note"] for one in content["evidence"]] == [
        "Thing 0",
        "Thing 1",
        "Thing 2",
    ]
    assert content["left_out"] == 2
    assert content["confidence"] == {"mastered": 2}


def test_every_row_has_its_own_strip(
    session: Session, tools: AssessmentContext
) -> None:
    view = view_of(finished(session, tools), tools)

    strips = draw_report_strips(view)
    content = build_report_content(view, FACTS)

    assert [row["file"] for row in content["rows"]] == list(strips)
    assert len(strips) == 12
    assert [row["name"] for row in content["rows"]] == [
        row.outcome.area_name for row in view.rows
    ]
