"""Checks of the bank as a whole, and all checks together."""

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

from quiz.bank.linting import bank_level
from quiz.bank.linting.cue_scores import CueResult
from quiz.bank.linting.lint_report import check_bank
from quiz.bank.parsing.bank_folder import read_bank
from quiz.bank.questions import Question
from quiz.bank.repository import Catalogue
from tests.bank import makers
from tests.bank.conftest import OWN, SMALL, Break

TODAY = date(2026, 11, 22)


def bank(catalogue: Catalogue, *questions: Question) -> Catalogue:
    return replace(catalogue, questions={one.key: one for one in questions})


def test_objectives_and_tested_rows_need_their_questions(catalogue: Catalogue) -> None:
    found = {(one.field, one.found) for one in bank_level.check_coverage(catalogue)}

    assert found == {
        ("PROG-13", "2 questions"),
        ("SQL-01", "2 questions"),
        ("SOFT-14", "1 questions"),
        ("collaboration", "a tag on 1 questions"),
    }


def test_a_row_that_is_shown_only_is_no_tag(catalogue: Catalogue) -> None:
    tagged = bank(catalogue, makers.question(tags=("sql", "pay-fr-junior")))

    [finding] = bank_level.check_untested_tags(tagged)

    assert finding.found == "pay-fr-junior, which is shown and not tested"
    assert list(bank_level.check_untested_tags(catalogue)) == []


def test_negatives_and_absolutes_stay_rare() -> None:
    negative = makers.question(stem="Which is **NOT** a row?")
    absolute = makers.question(options=makers.options("a", "always b", "c"))

    found = {
        one.check
        for one in bank_level.check_wording_shares(
            [negative, absolute, makers.question()]
        )
    }

    assert found == {"negative", "absolute"}
    assert list(bank_level.check_wording_shares([makers.question()])) == []


def test_what_is_alike_or_gives_away_is_said_until_it_is_marked() -> None:
    stem = "Which of the indexes on the table of orders does the planner read for this report?"
    one = makers.text("a", key="sql-01-a", stem=stem)
    two = makers.text("b", key="sql-01-b", stem=stem)
    key = makers.question(options=makers.options("a partial covering index", "b", "c"))
    telling = makers.text(
        "x", key="sql-01-t", stem="What makes a partial covering scan fast?"
    )

    found = [
        (item.check, item.severity)
        for item in bank_level.check_similarity([one, two, key, telling])
    ]

    assert found == [("duplicates", "error"), ("cross-cue", "warning")]
    assert (
        list(bank_level.check_similarity([one, replace(two, enemies=("sql-01-a",))]))
        == []
    )
    marked = replace(key, enemies=("sql-01-t",))
    assert list(bank_level.check_similarity([marked, telling])) == []


def many(count: int) -> list[Question]:
    rng = random.Random(3)
    return [
        makers.question(
            key=f"sql-01-{number}",
            stem=f"What holds for w{rng.random()} here?",
            options=makers.options(f"a{number}", f"b{number}", f"c{number}"),
        )
        for number in range(count)
    ]


def test_a_rare_word_in_stem_and_key_alone_is_an_echo() -> None:
    echo = makers.question(
        stem="Why is the zebra slow?",
        options=makers.options("the zebra waits", "b", "c"),
    )
    fair = makers.question(
        key="sql-01-fair",
        stem="Why is the okapi slow?",
        options=makers.options("the okapi waits", "an okapi", "c"),
    )

    [finding] = bank_level.check_echoes([*many(120), echo, fair])

    assert (finding.key, finding.found) == (
        "sql-01-rows",
        "the stem's 'zebra' in the key alone",
    )


def test_in_a_small_bank_every_word_is_rare_and_nothing_is_said() -> None:
    echo = makers.question(
        stem="Why is the zebra slow?",
        options=makers.options("the zebra waits", "b", "c"),
    )

    assert list(bank_level.check_echoes([echo, makers.text("a")])) == []


def test_options_that_recur_are_named_once() -> None:
    same = [
        makers.question(
            key=f"sql-01-{number}",
            options=makers.options(f"k{number}", "a full scan", "x"),
        )
        for number in range(4)
    ]

    [finding] = bank_level.check_recycled_options(same)

    assert finding.found == "'a full scan', wrong option of 4 questions"
    assert list(bank_level.check_recycled_options(same[:3])) == []


def test_the_number_of_keys_must_not_be_known_beforehand() -> None:
    two = [
        makers.multiple("a", "b", "c", "d", right=(0, 1), key=f"k{n}") for n in range(8)
    ]
    three = [
        makers.multiple("a", "b", "c", "d", right=(0, 1, 2), key=f"t{n}")
        for n in range(6)
    ]

    [finding] = bank_level.check_key_counts(two)

    assert finding.found == "2 keys in 100% of those with 4 options"
    assert list(bank_level.check_key_counts([*two, *three])) == []
    assert list(bank_level.check_key_counts(two[:4])) == []


def test_places_of_keys_are_said_for_the_record() -> None:
    [finding] = bank_level.check_key_positions([*many(6), makers.text("a")])

    assert (finding.severity, finding.found) == (
        "info",
        "6 0 0 of 6 with 3 options, chi-square 12.0",
    )


def test_a_cue_that_beats_luck_is_an_error() -> None:
    failing = CueResult("echo", 100, 100, 50.0, 25.0, 5.8, 0.0001)
    longest = CueResult("longest", 100, 100, 27.0, 25.0, 2.7, 0.2)
    calm = CueResult("shortest", 100, 100, 26.0, 25.0, 0.2, 1.0)
    near = CueResult("longest", 100, 100, 26.0, 25.0, 0.2, 1.0)

    found = [one.found for one in bank_level.check_cues([failing, longest, calm, near])]

    assert found == [
        "50.0 of 100 right, 25.0 by luck (+25.0%, p 0.0001)",
        "27.0 of 100 right, 25.0 by luck (+2.7 standard deviations)",
    ]


def test_the_small_bank_has_no_fault_but_its_size() -> None:
    report = check_bank(read_bank(SMALL, OWN), today=TODAY)

    assert {one.check for one in report.errors} == {"coverage"}
    assert report.warnings == ()
    assert report.question_count == 10
    assert report.to_json()["errors"] == len(report.errors)
    assert report.to_json()["cues"][0]["fails"] is False


def test_a_passed_review_is_a_warning_and_never_an_error() -> None:
    report = check_bank(read_bank(SMALL), today=date(2028, 1, 1))

    assert [(one.check, one.key) for one in report.warnings] == [
        ("review", "prog-01-safe-to-change")
    ]


def test_a_report_can_be_cut_down_to_some_files(break_bank: Break) -> None:
    root = break_bank(
        "soft/soft-14.md", "What should you do first?", "What is done first?"
    )
    whole = check_bank(read_bank(root), today=TODAY)

    part = whole.select_files([(root / "soft/soft-14.md").resolve()])

    assert [one.check for one in part.findings] == ["should"]
    assert part.question_count == 1


def test_checks_go_on_when_a_tag_is_unknown(break_bank: Break) -> None:
    root = break_bank("prog/prog-01.md", "- tags: python", "- tags: cobol")

    report = check_bank(read_bank(root), today=TODAY)

    assert "format" in {one.check for one in report.errors}
    assert Path(report.paths[0]).name == "prog-01.md"
