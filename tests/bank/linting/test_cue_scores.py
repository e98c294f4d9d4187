"""The test-wise guesser: exact chance, Holm, and whether it finds what was planted."""

import random
from itertools import permutations
from math import sqrt
from statistics import mean, pvariance

import pytest

from quiz.bank.linting.cue_scores import (
    CUE_NAMES,
    LEARNED_CUES,
    CueResult,
    adjust_p_values,
    questions_given_away,
    score_cues,
    score_options,
    tally_cue,
    tied_options,
)
from quiz.bank.linting.learned_cues import explain_cues, find_uneven_words
from quiz.bank.linting.surface_cues import (
    CUES,
    PLACE_CUES,
    ChoiceQuestion,
    build_choice_questions,
    build_cue_context,
)
from quiz.bank.questions import Question
from tests.bank import makers

NOUNS = """row key view index lock query table column trigger page branch commit remote merge tag log
port host proxy cache queue worker token cookie header socket thread file folder shell""".split()  # noqa: SIM905
VERBS = """reads writes drops keeps moves locks joins sorts counts sends takes holds""".split()  # noqa: SIM905


IN_KEYS = ("zebra", "okapi", "lemur")
IN_WRONG = ("rhino", "tapir", "camel")


def bank_of(count: int, *, plant: str = "", seed: int = 1) -> list[Question]:
    """Return questions whose options are drawn at random, the key marked as `plant` says."""
    rng = random.Random(seed)
    questions = []
    for number in range(count):
        texts = [
            f"{rng.choice(NOUNS)} {rng.choice(VERBS)} the {rng.choice(NOUNS)} {number}{letter}"
            for letter in "abcd"
        ]
        key = rng.randrange(4)
        if plant == "longer":
            texts[key] += " and a good deal of what stands around it"
        if plant == "word":
            texts[key] += f" {rng.choice(IN_KEYS)}"
            texts[(key + 1) % 4] += f" {rng.choice(IN_WRONG)}"
        if plant == "reason":
            texts = [
                text if place == key else f"{text}, so that"
                for place, text in enumerate(texts)
            ]
        questions.append(
            makers.question(
                key=f"sql-01-{number}",
                objective=f"SQL-{number % 30:02}",
                stem=f"What does the {rng.choice(NOUNS)} do {number}?",
                options=makers.options(*texts, right=(key,)),
            )
        )
    return questions


def z_of(questions: list[Question], cue: str) -> float:
    """Return by how many standard deviations one cue beats luck."""
    choices = build_choice_questions(questions)
    sight = build_cue_context(choices)
    known = CUES | PLACE_CUES
    scores = (
        LEARNED_CUES[cue](choices, sight)
        if cue in LEARNED_CUES
        else [known[cue](one, sight) for one in choices]
    )
    tally = tally_cue(choices, scores)
    return (tally.score - tally.expected) / sqrt(tally.variance)


def result(results: list[CueResult], name: str) -> CueResult:
    return next(one for one in results if one.name == name)


def test_a_sound_bank_is_at_chance() -> None:
    results = score_cues(bank_of(100))

    assert [one.name for one in results if one.is_failing] == []


def test_a_bank_that_gives_itself_away_fails() -> None:
    one = result(score_cues(bank_of(60, plant="longer")), "longest")

    assert one.is_failing
    assert one.excess_share == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("plant", "cue"),
    [
        ("longer", "longest"),
        ("longer", "learned surface"),
        ("word", "learned words"),
        ("word", "learned letters"),
        ("reason", "gives reason"),
        ("reason", "shortest"),
    ],
)
def test_what_is_planted_is_found(plant: str, cue: str) -> None:
    # 120 questions, of which even a middling cue gets a third more than luck.
    assert abs(z_of(bank_of(120, plant=plant), cue)) > 5


@pytest.mark.parametrize("cue", list(LEARNED_CUES))
def test_where_nothing_is_planted_nothing_is_learned(cue: str) -> None:
    assert abs(z_of(bank_of(120), cue)) < 3


def test_a_shuffle_by_place_is_found_too() -> None:
    questions = [makers.question(key=f"sql-01-{number}") for number in range(60)]

    assert result(score_cues(questions), "first in file").is_failing


@pytest.mark.parametrize(("count", "keys"), [(4, 1), (5, 2), (3, 1), (4, 2)])
@pytest.mark.parametrize("best", [1, 2, 3])
def test_mean_and_variance_are_those_of_every_possible_key(
    count: int, keys: int, best: int
) -> None:
    scores = [1.0] * best + [0.0] * (count - best)
    places = list(permutations(range(count), keys))
    by_hand = [len(set(range(best)) & set(place)) / best for place in places]

    choice = ChoiceQuestion("k", "g", "stem", ("x",) * count, frozenset(range(keys)))
    tally = tally_cue([choice], [scores])

    assert tally.expected == pytest.approx(mean(by_hand))
    assert tally.variance == pytest.approx(pvariance(by_hand))


def test_with_one_key_the_variance_is_the_published_one() -> None:
    # 1/(n t) - 1/n², with n = 4 options and t = 2 tied.
    choice = ChoiceQuestion("k", "g", "stem", ("x",) * 4, frozenset({0}))

    assert tally_cue([choice], [[1, 1, 0, 0]]).variance == pytest.approx(1 / 8 - 1 / 16)


def test_a_silent_cue_scores_exactly_luck() -> None:
    choice = ChoiceQuestion("k", "g", "stem", ("x",) * 4, frozenset({0}))

    tally = tally_cue([choice], [[0, 0, 0, 0]])

    assert (tally.speaks_on, tally.score, tally.expected, tally.variance) == (
        0,
        0.25,
        0.25,
        0,
    )


def test_holm_multiplies_the_smallest_most_and_never_falls() -> None:
    adjusted = adjust_p_values({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.9})

    # Holm (1979): .01*4, .03*3, max(.04*2, .09), .9*1.
    assert adjusted == pytest.approx({"a": 0.04, "c": 0.09, "b": 0.09, "d": 0.9})


def test_an_empty_bank_gives_nothing_away() -> None:
    assert all(one.excess_share == 0 and not one.is_failing for one in score_cues([]))


def test_a_bank_of_one_objective_cannot_be_learned_from_others() -> None:
    results = score_cues([makers.question()])

    assert result(results, "learned surface").speaks_on == 0


def test_every_cue_has_a_name_that_can_be_asked_for() -> None:
    questions = bank_of(12)

    assert set(score_options(build_choice_questions(questions))) == set(CUE_NAMES)


def test_the_questions_that_a_cue_gives_away_are_named() -> None:
    questions = bank_of(12, plant="longer")

    assert questions_given_away(questions, "longest") == [one.key for one in questions]


def test_the_words_that_tell_are_named_question_by_question() -> None:
    found = explain_cues(build_choice_questions(bank_of(200, plant="word")))

    assert len(found) == 200
    assert all(one.score_lead > 0 for one in found)
    assert sum(bool({*IN_KEYS} & {*one.in_key}) for one in found) == 200
    assert sum(bool({*IN_WRONG} & {*one.in_wrong}) for one in found) > 100


def test_a_question_without_wrong_options_tells_nothing() -> None:
    everything = makers.question(options=makers.options("a", "b", right=(0, 1)))

    assert explain_cues(build_choice_questions([everything])) == []


def test_words_that_stand_on_one_side_are_counted() -> None:
    first = find_uneven_words(build_choice_questions(bank_of(200, plant="word")))[0]

    assert first.word in {*IN_KEYS}
    assert first.in_keys > 50
    assert first.in_wrong == 0
    # All n in keys where a quarter is due: sqrt(3 n) standard deviations.
    assert first.z == pytest.approx((3 * first.in_keys) ** 0.5)


def test_nothing_is_uneven_in_an_empty_bank() -> None:
    assert find_uneven_words([]) == []


STEM = "The planner reads an index; it is an"
OPTIONS = (
    "Planner, index (both) because `x` 10",
    "it is never so",
    "usually apple",
    "It is a row.",
)


def pick(name: str, stem: str = STEM, options: tuple[str, ...] = OPTIONS) -> list[int]:
    choice = ChoiceQuestion("k", "g", stem, options, frozenset({0}))
    return tied_options(
        (CUES | PLACE_CUES)[name](choice, build_cue_context([choice, choice]))
    )


FIGURES = ("10", "20", "`30`", "5 ms")

PICKS = [
    ("longest", OPTIONS, [0]),
    ("shortest", OPTIONS, [3]),
    ("most words", OPTIONS, [0]),
    ("stands out by length", OPTIONS, [0]),
    ("middle length", OPTIONS, [1]),
    ("no absolutes", OPTIONS, [0, 2, 3]),
    ("hedged", OPTIONS, [2]),
    ("no negation", OPTIONS, [0, 2, 3]),
    ("most specific", OPTIONS, [0]),
    ("most marks", OPTIONS, [0]),
    ("gives reason", OPTIONS, [0, 1]),
    ("odd form", ("`a`", "b", "c", "d"), [0]),
    ("converging", ("red row", "red key", "blue sky", "it"), [0, 1]),
    ("unlike others", ("red row", "red key", "red sky", "blue sea"), [3]),
    ("grammar", ("apple", "row", "egg", "key"), [0, 2]),
    ("long words", ("a b", "extraordinary", "c", "d"), [1]),
    ("recycled", ("again", "again", "c", "d"), [0, 1]),
    ("fresh", ("again", "again", "c", "d"), [2, 3]),
    ("diplomatic", ("run it", "ask the team", "stop", "wait"), [1]),
    ("middle figure", FIGURES, [0, 1]),
    ("largest figure", FIGURES, [2]),
    ("middle figure", OPTIONS, [0, 1, 2, 3]),
    ("largest figure", OPTIONS, [0, 1, 2, 3]),
    ("first in file", OPTIONS, [0]),
    ("last in file", OPTIONS, [3]),
    ("alphabetical", ("d", "a", "c", "b"), [1]),
]


@pytest.mark.parametrize(("name", "options", "expected"), PICKS)
def test_each_cue_chooses_as_it_says(
    name: str, options: tuple[str, ...], expected: list[int]
) -> None:
    assert pick(name, options=options) == expected


def test_cues_that_weigh_words_look_at_the_whole_bank() -> None:
    common = ChoiceQuestion(
        "a", "g", "What reads rows?", ("rows", "planner reads", "b"), frozenset({0})
    )
    other = ChoiceQuestion(
        "b", "g", "What sorts rows?", ("rows", "sea", "b"), frozenset({0})
    )
    sight = build_cue_context([common, other])

    assert tied_options(CUES["echo"](common, sight)) == [1]
    assert tied_options(CUES["no echo"](common, sight)) == [0, 2]
    assert tied_options(CUES["rarest words"](common, sight)) == [1]


def test_without_an_article_at_its_end_a_stem_says_nothing_of_grammar() -> None:
    assert pick("grammar", stem="Which one?") == [0, 1, 2, 3]
