"""`trigpoint adverts`."""

import json
from pathlib import Path

from click.testing import CliRunner

from quiz.cli.adverts import adverts_group

ADVERT = "Junior back-end developer wanted. You have 0 to 2 years of experience.\nYou know Django or Flask. No PHP. Docker is a plus.\n"


def test_an_advert_is_printed_as_json_with_the_places_of_its_words(
    tmp_path: Path,
) -> None:
    path = tmp_path / "advert.txt"
    path.write_text(ADVERT, encoding="utf-8")

    result = CliRunner().invoke(adverts_group, ["read", str(path), "--json"])

    read = json.loads(result.output)
    assert result.exit_code == 0
    assert {key: read[key] for key in ("language", "advert", "level", "years")} == {
        "language": "en", "advert": True, "level": "junior", "years": [0, 2],
    }  # fmt: skip
    assert read["skills"] == [
        {"id": row, "quote": quote, "start": ADVERT.index(quote), "end": ADVERT.index(quote) + len(quote), "need": need, "group": group}
        for row, quote, need, group in (
            ("django", "Django", "required", 1), ("flask", "Flask", "required", 1),
            ("php", "PHP", "excluded", None), ("docker", "Docker", "nice", None),
        )
    ]  # fmt: skip


def test_a_text_that_is_no_advert_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "soup.txt"
    path.write_text(
        "Wash the leeks and slice them. Add the stock and let it simmer.",
        encoding="utf-8",
    )

    as_json = CliRunner().invoke(adverts_group, ["read", str(path), "--json"])
    in_words = CliRunner().invoke(adverts_group, ["read", str(path)])

    assert json.loads(as_json.output)["advert"] is False
    assert in_words.exit_code == 0
    assert in_words.output == "No requirements read: no advert.\n"


def test_the_evaluation_gives_counts_and_intervals() -> None:
    result = CliRunner().invoke(adverts_group, ["evaluate"])

    assert result.exit_code == 0
    assert "named technologies: found" in result.output
    assert "alternatives: right" in result.output
