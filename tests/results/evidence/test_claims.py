"""Self-ratings and evidence beside what was measured."""

import pytest

from quiz.results.evidence.claims import (
    RatingComparison,
    build_claim_rows,
    compare_rating,
)
from quiz.results.models import Evidence
from tests.results.builders import outcome


@pytest.mark.parametrize(
    ("rating", "comparison"),
    [
        (0.2, RatingComparison.LOWER),
        (0.4, RatingComparison.SIMILAR),
        (1.6, RatingComparison.SIMILAR),
        (1.8, RatingComparison.HIGHER),
    ],
)
def test_a_self_rating_is_compared_with_the_band(
    rating: float, comparison: RatingComparison
) -> None:
    measured = outcome(level=1.0, low=0.75, high=1.25)

    assert compare_rating(rating, measured) is comparison


def test_an_area_is_listed_for_its_rating_or_its_evidence() -> None:
    outcomes = [outcome(key) for key in ("sql", "git", "ops", "sec")]
    shop = Evidence(url="https://x.org", note="A shop", areas=["git", "ops"])

    rows = build_claim_rows(outcomes, {"sql": 3.0, "ops": 0.0}, [shop])

    sql, git, ops = rows
    assert [row.outcome.area_key for row in rows] == ["sql", "git", "ops"]
    assert (sql.rating, sql.comparison, sql.evidence) == (
        3.0,
        RatingComparison.HIGHER,
        (),
    )
    assert (git.rating, git.comparison, git.evidence) == (None, None, (shop,))
    assert (ops.rating, ops.evidence) == (0.0, (shop,))
