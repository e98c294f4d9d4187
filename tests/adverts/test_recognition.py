"""What is no advert, or in no language that is read, gives no requirements and says why."""

import random
import string
import tomllib
from pathlib import Path
from typing import Any

import pytest

from quiz.adverts.parsing.reader import MOST_CHARACTERS, read_advert
from quiz.adverts.requirements import Unreadable

DATA = Path(__file__).parent / "data"
CASES = tomllib.loads((DATA / "kinds_of_text.toml").read_text("utf-8"))["case"]
OTHERS = sorted((DATA / "not_adverts").glob("*.txt"))


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_an_advert_is_told_from_other_texts(case: dict[str, Any]) -> None:
    advert = read_advert(case["text"])

    assert advert.is_advert == case["advert"]
    assert advert.is_advert == (advert.unreadable is None)


@pytest.mark.parametrize("path", OTHERS, ids=[path.stem for path in OTHERS])
def test_a_text_that_is_no_advert_asks_for_nothing(path: Path) -> None:
    _, _, text = path.read_text("utf-8").split("+++\n", 2)

    advert = read_advert(text)

    assert not advert.is_advert
    assert not advert.skills


@pytest.mark.parametrize("name", ["deutsch", "espanol", "nederlands"])
def test_an_advert_in_another_language_is_not_read(name: str) -> None:
    _, _, text = (DATA / f"not_adverts/{name}.txt").read_text("utf-8").split("+++\n", 2)

    advert = read_advert(text)

    assert advert.language is None
    assert advert.unreadable == Unreadable.OTHER_LANGUAGE


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Unreadable.EMPTY),
        (" \n\t\u00a0\n", Unreadable.EMPTY),
        ("Python developer wanted. " * 45_000, Unreadable.TOO_LONG),
        ("x" * MOST_CHARACTERS, Unreadable.OTHER_LANGUAGE),
        ("\u0000\ufffd\ud800" * 50, Unreadable.OTHER_LANGUAGE),
    ],
    ids=["empty", "blank", "a megabyte", "one long word", "no text"],
)
def test_a_text_that_cannot_be_read_says_why(text: str, why: Unreadable) -> None:
    assert read_advert(text).unreadable == why


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_pasted_is_read_without_an_error(seed: int) -> None:
    rng = random.Random(seed)
    words = [
        "Python",
        "C++",
        "no",
        "or",
        "nice to have:",
        "3-5 years",
        "pas de",
        "(",
        "[[",
        "•",
        "<li>",
        "&amp;",
        "|",
        "Ã©",
        "\u00ad",
        "-\n",
        "\n\n",
        "Go",
    ]
    letters = string.printable + "éœ·•\u00a0\u200b🚀"
    text = "We are hiring a developer. " + "".join(
        rng.choice(words) + " " * rng.randint(0, 1)
        if rng.random() < 0.8
        else rng.choice(letters)
        for _ in range(600)
    )

    advert = read_advert(text)

    assert all(text[skill.start : skill.end] == skill.quote for skill in advert.skills)
