"""docs/measurement.md says the numbers that the code holds."""

from pathlib import Path

import pytest

from quiz.assess import personfit, selection
from quiz.assess.plan import LIMITS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "measurement.md").read_text(
    encoding="utf-8"
)


@pytest.mark.parametrize(
    "words",
    [
        f"s = {selection.BLUNT_SHARE} and v = {selection.VARIANCE_WEIGHT}",
        f"after {LIMITS['quick'].most} questions",
        f"lower the risk by {LIMITS['standard'].worth} or more",
        f"at most {LIMITS['standard'].most}",
        f"the same with {LIMITS['thorough'].worth}; at most {LIMITS['thorough'].most}",
        f"after {LIMITS['settle'].least} to {LIMITS['settle'].most} questions",
        f"Flagged below {personfit.MISFIT}",
    ],
)
def test_the_page_says_what_the_code_does(words: str) -> None:
    assert words in " ".join(PAGE.split())
