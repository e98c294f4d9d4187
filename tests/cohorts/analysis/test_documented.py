"""docs/measurement.md says the numbers that the code holds."""

import pytest

from quiz.cohorts.analysis import averages, effect, support, teaching_plan
from quiz.cohorts.analysis.growth import latent_growth
from tests.rules.files import ROOT

PAGE = " ".join((ROOT / "docs" / "measurement.md").read_text(encoding="utf-8").split())
NUMBERS = {5: "five", 10: "ten", 3: "three", 2: "two"}
SUPPORT = support.SupportThresholds()
TEACHING = teaching_plan.TeachingThresholds()


@pytest.mark.parametrize(
    "words",
    [
        f"of {NUMBERS[averages.FEWEST_PEOPLE]} people or more",
        f"correlation of entry and exit {latent_growth.ASSUMED_STABILITY:.1f}".replace(
            " 0.", " ."
        ),
        f"counting as {NUMBERS[int(latent_growth.PSEUDO_PEOPLE)]} more people",
        f"{effect.LOGITS_PER_LEVEL} logits are a level",
        f"fewer than {SUPPORT.fewest_answers} answers",
        f"when {NUMBERS[SUPPORT.areas_fallen]} areas are lower",
        f"From {TEACHING.share_for_all:.0%} of the class on",
        f"from {NUMBERS[TEACHING.smallest_group]} people on for a group",
    ],
)
def test_the_page_says_what_the_code_does(words: str) -> None:
    assert words in PAGE
