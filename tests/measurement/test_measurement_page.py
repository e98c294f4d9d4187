"""docs/measurement.md says the numbers that the code holds."""

from pathlib import Path

import pytest

from quiz.measurement.assessment_plan import (
    COVERAGE_RULES,
    PROFILE_VARIANCE_WEIGHT,
    STOPPING_RULES,
)
from quiz.measurement.reporting import person_fit
from quiz.measurement.selection import expected_utility

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "measurement.md").read_text(
    encoding="utf-8"
)


@pytest.mark.parametrize(
    "words",
    [
        f"s = {expected_utility.ABSOLUTE_LOSS_SHARE} and v = {PROFILE_VARIANCE_WEIGHT}",
        f"after {STOPPING_RULES['quick'].max_items} questions",
        f"lower the risk by {COVERAGE_RULES['standard'].min_utility} or more",
        f"at most {STOPPING_RULES['standard'].max_items}",
        f"the same with {COVERAGE_RULES['thorough'].min_utility}; at least {COVERAGE_RULES['thorough'].min_items} and at most {STOPPING_RULES['thorough'].max_items}",
        f"{COVERAGE_RULES['quick'].area_floor} in a quick assessment, {COVERAGE_RULES['standard'].area_floor} in a standard one, {COVERAGE_RULES['thorough'].area_floor} in a thorough one",
        f"after {STOPPING_RULES['settle'].min_items} to {STOPPING_RULES['settle'].max_items} questions",
        f"Flagged below {person_fit.LZ_STAR_CUTOFF}",
    ],
)
def test_the_page_says_what_the_code_does(words: str) -> None:
    assert words in " ".join(PAGE.split())
