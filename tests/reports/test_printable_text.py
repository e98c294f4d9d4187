"""Names in any script: isolated, printed with the letters they have, described where no font has them."""

import io
import unicodedata

import pypdf
import pypdfium2
import pytest

from quiz.typesetting.pdf import typeset_pdf
from quiz.typesetting.printable_text import (
    change_texts,
    describe_letters,
    find_uncommon_letters,
    isolate_text,
)
from tests.reports.builders import report_content, strips

ARABIC = "مطور واجهات"
NAMES = {
    "Arabic": ARABIC,
    "Hebrew": "מפתח שרת",
    "Devanagari": "बैकएंड डेवलपर",
    "Thai": "นักพัฒนา",
    "Japanese": "バックエンド開発者",
    "Chinese": "后端开发工程师",
    "traditional Chinese": "後端開發工程師",
    "Korean": "백엔드 개발자",
    "emoji": "Backend 🚀🦄👩‍💻",
    "Cyrillic": "Ђорђе Жук",
    "Greek": "Προγραμματιστής",
    "Vietnamese": "Nguyễn Thị Hường",
}


def words(document: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(document))
    return " ".join(page.extract_text() for page in reader.pages)


def printed(**changes: object) -> str:
    return words(typeset_pdf("reports/result.typ", report_content(**changes), strips()))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_in_any_script_is_printed_with_its_letters(name: str) -> None:
    document = typeset_pdf(
        "reports/result.typ",
        report_content(goal=isolate_text(name), name=isolate_text(name)),
        strips(),
    )

    letters = {each for each in unicodedata.normalize("NFC", name) if each.isalnum()}
    said = unicodedata.normalize("NFKC", words(document))
    assert b"pdfuaid:part" in document
    assert "letters]" not in said
    assert "[symbol]" not in said
    assert sum(each in said for each in letters) >= 0.8 * len(letters)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("தமிழ் பெயர்", "[Tamil letters]"),
        ("Anna ᠮᠣᠩᠭᠣᠯ", "Anna [Mongolian letters]"),
        ("ආයුබෝවන් and தமிழ்", "[Sinhala letters] and [Tamil letters]"),
        ("A \U0001f701 B", "A [symbol] B"),
    ],
)
def test_letters_that_no_font_has_are_described(name: str, said: str) -> None:
    assert said in " ".join(printed(name=name).split())


def test_a_name_of_many_scripts_is_printed_all_the_same() -> None:
    many = "தமிழ் ආයුබෝවන් ᠮᠣᠩᠭᠣᠯ ქართული ភាសាខ្មែរ መልካም ᏣᎳᎩ ᐃᓄᒃᑎᑐᑦ"

    assert "letters]" in printed(goal=many, name=many)


def seen_line(document: bytes, word: str) -> str:
    """Return the line of page one that holds a word, letter by letter from left to right as the eye meets it."""
    text = pypdfium2.PdfDocument(document)[0].get_textpage()
    start = text.get_text_range().index(word)
    boxes = [(text.get_charbox(each), each) for each in range(text.count_chars())]
    _, low, _, high = boxes[start][0]
    middle = (low + high) / 2
    line = sorted(
        (box[0], text.get_text_range(each, 1))
        for box, each in boxes
        if box[1] <= middle <= box[3]
    )
    return "".join(letter for _, letter in line if letter.strip())


@pytest.mark.parametrize("name", [NAMES["Arabic"], NAMES["Hebrew"]])
def test_a_name_from_right_to_left_moves_no_number_beside_it(name: str) -> None:
    assert isolate_text("Junior") == "Junior"
    isolated, plain = (
        typeset_pdf("reports/result.typ", report_content(goal=goal), strips())
        for goal in (isolate_text(name), name)
    )

    assert "12answers22November2026" in seen_line(isolated, "answers")
    # Without isolates it does: this is what they are for.
    assert "12answers22November2026" not in seen_line(plain, "answers")


def test_text_within_lists_is_changed_and_keys_stay() -> None:
    content = {"a": ["x", {"x": ("x", 1)}], "b": None}

    assert change_texts(content, str.upper) == {"a": ["X", {"x": ["X", 1]}], "b": None}


def test_punctuation_and_latin_letters_are_never_described() -> None:
    assert find_uncommon_letters("naïve “quotes” – €5") == set()
    assert describe_letters("naïve", {"ï"}) == "naïve"
