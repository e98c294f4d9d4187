"""docs/measurement.md says the numbers that the code holds."""

from pathlib import Path

import pytest

from quiz.assess import personfit, selection
from quiz.assess.plan import STOPPING_RULES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "measurement.md").read_text(
    encoding="utf-8"
)


@pytest.mark.parametrize(
    "words",
    [
        f"s = {selection.ABSOLUTE_LOSS_SHARE} and v = {selection.VARIANCE_WEIGHT}",
        f"after {STOPPING_RULES['quick'].max_items} questions",
        f"lower the risk by {STOPPING_RULES['standard'].min_utility} or more",
        f"at most {STOPPING_RULES['standard'].max_items}",
        f"the same with {STOPPING_RULES['thorough'].min_utility}; at most {STOPPING_RULES['thorough'].max_items}",
        f"after {STOPPING_RULES['settle'].min_items} to {STOPPING_RULES['settle'].max_items} questions",
        f"Flagged below {personfit.LZ_STAR_CUTOFF}",
    ],
)
def test_the_page_says_what_the_code_does(words: str) -> None:
    assert words in " ".join(PAGE.split())
