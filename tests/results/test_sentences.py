"""What a result says in sentences: whole ones, without empty clauses, for the person and for others."""

from datetime import date

import pytest

from quiz.measurement.reporting.change import ChangeDirection
from quiz.measurement.reporting.classification import MasteryStatement
from quiz.measurement.reporting.person_fit import PersonFitFlag
from quiz.results.confidence import ConfidenceCategory, ConfidenceGroup
from quiz.results.evidence.claims import RatingComparison
from quiz.results.history.change import AreaChange
from quiz.results.presenters import RescoringNote, build_profile_rows
from quiz.results.summary import StatementCounts
from tests.results.builders import counts, outcome
from tests.results.macros import macro

headline = macro("macros/results.html", "headline")
shared_headline = macro("macros/results.html", "shared_headline")

#: Counts, and the headline for the person; others read "They have" and "They are".
HEADLINES = [
    (
        counts(reached=12),
        "You have reached this goal in all 12 areas.",
    ),
    (
        counts(reached=3, likely=1, close=3, likely_not=2, not_yet=3),
        (
            "You have reached this goal in 3 of 12 areas, and probably in 1 more."
            " You are below it in 3 areas, and probably in 2 more. The other 3 areas are too close to call."
        ),
    ),
    (
        counts(reached=11, close=1),
        "You have reached this goal in 11 of 12 areas. The other area is too close to call.",
    ),
    (
        counts(likely=5, close=6, likely_not=1),
        (
            "You have probably reached this goal in 5 of 12 areas."
            " You are probably below it in 1 area. The other 6 areas are too close to call."
        ),
    ),
    (
        counts(reached=4, close=7, not_yet=1),
        (
            "You have reached this goal in 4 of 12 areas."
            " You are below it in 1 area. The other 7 areas are too close to call."
        ),
    ),
    (
        counts(not_yet=12),
        "You have not reached this goal yet. You are below it in all 12 areas.",
    ),
    (
        counts(likely_not=12),
        "You have not reached this goal yet. You are probably below it in all 12 areas.",
    ),
    (
        counts(not_yet=3, likely_not=9),
        "You have not reached this goal yet. You are below it in 3 areas, and probably in the other 9.",
    ),
    (counts(1, reached=1), "You have reached this goal."),
    (counts(1, likely=1), "You have probably reached this goal."),
    (counts(1, not_yet=1), "You have not reached this goal yet."),
    (
        counts(1, likely_not=1),
        "You have not reached this goal yet. You are probably below it.",
    ),
    (
        counts(not_yet=6, close=6),
        "You have not reached this goal yet. You are below it in 6 areas. The other 6 areas are too close to call.",
    ),
]


@pytest.mark.parametrize(("counted", "sentence"), HEADLINES)
def test_the_headline_is_whole_sentences_without_empty_clauses(
    counted: StatementCounts, sentence: str
) -> None:
    assert headline(counted) == sentence


@pytest.mark.parametrize(("counted", "sentence"), HEADLINES)
def test_others_read_sentences_about_them(
    counted: StatementCounts, sentence: str
) -> None:
    about_them = sentence.replace("You have", "They have").replace(
        "You are", "They are"
    )

    assert shared_headline(counted) == about_them


def test_a_mostly_undecided_result_says_so_and_what_would_help() -> None:
    open_result = counts(close=10, likely_not=2)

    said = headline(open_result, ["SQL", "Git"])

    assert said == (
        "We cannot tell yet: 10 of 12 areas are too close to call."
        " You are probably below it in 2 areas. More questions on SQL and Git would help most."
    )
    assert headline(counts(close=12)) == (
        "We cannot tell yet: 12 of 12 areas are too close to call."
    )
    assert shared_headline(open_result) == (
        "It is too early to tell: 10 of 12 areas are too close to call. They are probably below it in 2 areas."
    )


@pytest.mark.parametrize(
    ("statement", "level", "sentence"),
    [
        (
            MasteryStatement.NOT_YET,
            0.4,
            "You are about 0.8 of a level below what this goal needs.",
        ),
        (
            MasteryStatement.LIKELY_NOT_YET,
            0.9,
            "You are probably 0.3 of a level below what this goal needs.",
        ),
        (
            MasteryStatement.LIKELY_NOT_YET,
            1.3,
            "You are probably just below the level this goal needs.",
        ),
    ],
)
def test_a_gap_says_how_far_below_the_goal_it_is(
    statement: MasteryStatement, level: float, sentence: str
) -> None:
    say = macro("macros/results.html", "gap_sentence")

    assert say(outcome(statement=statement, level=level, required=1.2)) == sentence


def test_the_heading_of_the_gaps_counts_them() -> None:
    heading = macro("macros/results.html", "gaps_heading")

    assert heading(1) == "Your biggest gap"
    assert heading(3) == "Your 3 biggest gaps"


@pytest.mark.parametrize(
    ("counted", "heading", "sentence"),
    [
        (counts(reached=12), "No gaps for this goal", "in every area."),
        (
            counts(reached=8, close=4),
            "No clear gaps yet",
            "4 areas are too close to call, so there may be gaps",
        ),
        (
            counts(reached=11, close=1),
            "No clear gaps yet",
            "1 area is too close to call, so",
        ),
        (
            counts(reached=8, likely=4),
            "Probably no gaps for this goal",
            "in the remaining 4 areas.",
        ),
        (counts(likely=12), "Probably no gaps for this goal", "in every area."),
    ],
)
def test_no_gaps_are_only_promised_when_everything_is_reached(
    counted: StatementCounts, heading: str, sentence: str
) -> None:
    assert macro("macros/results.html", "no_gaps_heading")(counted) == heading
    assert sentence in macro("macros/results.html", "no_gaps_sentence")(counted)


def test_people_are_told_how_many_like_them_would_reach_the_goal() -> None:
    say = macro("macros/strips.html", "certainty_sentence")

    def row(reaching: int, answers: int = 3) -> object:
        levels = (0.5,) * (20 - reaching) + (1.5,) * reaching
        [built] = build_profile_rows([outcome(quantiles=levels, answers=answers)])
        return built

    assert say(row(16)) == (
        "Of 20 people with answers like yours, about 16 would be at 1.0 or above, the level this goal needs."
        " This rests on 3 answers in this area."
    )
    assert "none would be at 1.0 or above" in say(row(0))
    assert "all would be at 1.0 or above" in say(row(20))
    assert "answers like theirs" in say(row(16), others=True)
    assert say(row(16, answers=1)).endswith("This rests on 1 answer in this area.")
    assert say(row(16, answers=0)).endswith(
        "This rests on answers in other areas alone."
    )


def test_a_strip_is_read_in_sentences() -> None:
    said = macro("macros/strips.html", "strip_label")(
        outcome("sql", MasteryStatement.LIKELY_NOT_YET, level=0.6666, required=1.2)
    )

    assert said == (
        "SQL: Probably not yet. Level 0.7, likely range 0.5 to 0.9. The goal needs 1.2. 3 answers."
    )


@pytest.mark.parametrize(
    ("flag", "said"),
    [
        (PersonFitFlag.PATTERN, "the answers fit together less well than usual"),
        (PersonFitFlag.HASTE, "many answers came faster than their questions"),
    ],
)
def test_a_doubtful_result_is_to_be_treated_with_care(
    flag: PersonFitFlag, said: str
) -> None:
    sentence = macro("macros/results.html", "fit_sentence")(flag)

    assert sentence.startswith("Treat this result with care: ")
    assert said in sentence


@pytest.mark.parametrize(
    ("moved", "most", "said"),
    [
        (0, 0.0, "No level moved by 0.1 or more."),
        (1, 0.2, "One level moved, by 0.2."),
        (3, 0.4, "3 levels moved, by 0.4 at most."),
    ],
)
def test_a_rescoring_says_its_day_and_what_moved(
    moved: int, most: float, said: str
) -> None:
    sentence = macro("macros/results.html", "rescoring_sentence")(
        RescoringNote(date(2026, 11, 22), moved, most)
    )

    assert sentence == (
        f"On 22 November 2026 a faulty question was left out of this result. {said}"
    )


@pytest.mark.parametrize(
    ("direction", "said"),
    [
        (
            ChangeDirection.HIGHER,
            "0.5 to 1.2: higher, by more than the margin of error.",
        ),
        (ChangeDirection.LOWER, "0.5 to 1.2: lower, by more than the margin of error."),
        (
            ChangeDirection.NO_CHANGE_SHOWN,
            "0.5 to 1.2: no change larger than the margin of error.",
        ),
    ],
)
def test_a_change_is_only_named_beyond_the_margin_of_error(
    direction: ChangeDirection, said: str
) -> None:
    change = AreaChange("sql", "SQL", 0.5, 1.2, direction)

    assert macro("macros/results.html", "change_sentence")(change) == said


def test_the_four_categories_are_one_sentence_on_paper() -> None:
    groups = [
        ConfidenceGroup(category, tuple(range(number)), ())
        for number, category in enumerate(ConfidenceCategory, 1)
    ]

    assert macro("macros/confidence.html", "confidence_summary")(groups) == (
        "How sure you were: 1 sure but not correct, 2 correct but unsure,"
        " 3 not correct and not sure, 4 sure and correct."
    )


def test_self_ratings_are_named_and_compared() -> None:
    name = macro("macros/levels.html", "rating_name")
    compare = macro("macros/levels.html", "rating_comparison")

    assert [name(level) for level in (0.0, 0.5, 1.0, 2.0, 3.0, 1.7)] == [
        "Nothing yet",
        "A little",
        "Junior",
        "Mid-level",
        "Senior",
        "1.7",
    ]
    assert compare(RatingComparison.HIGHER) == "higher than the answers show"
    assert compare(RatingComparison.LOWER) == "lower than the answers show"
    assert compare(RatingComparison.SIMILAR) == "about what the answers show"


def test_a_goal_is_told_in_a_line_without_empty_parts() -> None:
    say = macro("macros/results.html", "reading_sentence")

    assert say(counts(reached=12)) == "Reached: 12 of 12."
    assert say(counts(likely=5, close=3, likely_not=3, not_yet=1)) == (
        "Reached: 0 of 12, probably 5 more. Too close to call: 3. Not yet: 1, probably 3 more."
    )
