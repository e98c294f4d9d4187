"""The level and the years of experience that an advert means."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from quiz.adverts.parsing.levels import level_of_years
from quiz.adverts.parsing.reader import read_advert

CASES = tomllib.loads((Path(__file__).parent / "data/levels.toml").read_text("utf-8"))[
    "case"
]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:70] for case in CASES])
def test_level_and_years_are_those_of_the_person_sought(case: dict[str, Any]) -> None:
    advert = read_advert(case["text"])

    assert advert.level == case.get("level"), advert.level_quote
    if "years" in case:
        years = [year for year in advert.years or () if year is not None]
        assert years == case["years"], advert.years_quote


@pytest.mark.parametrize(
    ("least", "most", "level"),
    [
        (0, 2, "junior"), (1, None, "junior"), (1, 2, "junior"), (2, None, "confirmed"),
        (2, 5, "confirmed"), (4, 6, "confirmed"), (5, None, "senior"), (5, 7, "senior"),
    ],
)  # fmt: skip
def test_years_stand_for_a_level(least: int, most: int | None, level: str) -> None:
    assert level_of_years(least, most) == level
