"""Who can help whom."""

from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.cohorts.analysis.helpers import pair_helpers
from tests.cohorts.analysis.members import REQUIRED, everywhere, member


def test_a_helper_is_clearly_above_where_the_learner_is_clearly_below() -> None:
    pairs = pair_helpers(
        [
            member("strong", {"git": 2.0, "sql": 0.5}),
            member("weak", {"git": 0.5, "sql": 2.8}),
        ],
        REQUIRED,
    )

    assert {(pair.helper, pair.learner, pair.area) for pair in pairs} == {
        ("strong", "weak", "git"),
        ("weak", "strong", "sql"),
    }
    git = next(pair for pair in pairs if pair.area == "git")
    assert round(git.distance, 6) == 0.9


def test_too_close_to_call_neither_helps_nor_is_helped() -> None:
    pairs = pair_helpers(
        [member("close", {"git": 1.1}), member("near", {"git": 0.9})], REQUIRED
    )

    assert not pairs


def test_of_several_helpers_the_nearest_above_is_chosen_and_then_another() -> None:
    members = [
        member("best", {"git": 2.9}),
        member("good", {"git": 1.6}),
        member("weak", {"git": 0.4}),
        member("weaker", {"git": 0.2}),
    ]

    pairs = pair_helpers(members, REQUIRED)

    assert [(pair.helper, pair.learner) for pair in pairs] == [
        ("good", "weaker"),
        ("best", "weak"),
    ]


def test_nobody_gets_a_second_helper_while_another_could_have_the_first() -> None:
    members = [
        everywhere("strong", 2.9),
        everywhere("weakest", 0.0),
        everywhere("weak", 0.5),
    ]

    pairs = pair_helpers(members, REQUIRED, most_learners=2)

    assert {pair.learner for pair in pairs[:2]} == {"weakest", "weak"}


def test_only_the_asked_areas_are_paired() -> None:
    members = [everywhere("strong", 2.9), everywhere("weak", 0.2)]

    pairs = pair_helpers(members, REQUIRED, areas=["http"])

    assert [pair.area for pair in pairs] == ["http"]


LEVELS = st.dictionaries(st.sampled_from(sorted(REQUIRED)), st.floats(0, 3))


@settings(deadline=None, max_examples=80)
@given(st.lists(LEVELS, max_size=14), st.integers(0, 3))
def test_pairs_keep_their_promises(levels: list[dict[str, float]], most: int) -> None:
    members = {f"p{n:02}": member(f"p{n:02}", one) for n, one in enumerate(levels)}

    pairs = pair_helpers(members.values(), REQUIRED, most_learners=most)

    learners_of = defaultdict[str, set[str]](set)
    for pair in pairs:
        learners_of[pair.helper].add(pair.learner)
        helper = members[pair.helper].areas[pair.area]
        learner = members[pair.learner].areas[pair.area]
        assert helper.low >= REQUIRED[pair.area] > learner.high
        assert pair.distance > 0
    assert all(len(learners) <= most for learners in learners_of.values())
    helped = [(pair.learner, pair.area) for pair in pairs]
    assert len(helped) == len(set(helped))
