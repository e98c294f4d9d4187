"""The printed documents: what stands on them, that machines can read them, and that key and booklet belong together."""

import itertools
import re
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.paper.models import Booklet, BookletKind
from quiz.paper.presenters import (
    TEMPLATE,
    DocumentKind,
    PaperSize,
    PrintOptions,
    build_document,
)
from quiz.paper.printed import print_version
from quiz.paper.sheets.entry import read_sheet
from quiz.sittings.assessment.context import AssessmentContext
from quiz.typesetting.pdf import typeset_pdf
from tests.factories import a_person
from tests.paper.builders import a_booklet

SITE = "trigpoint.example/paper"
SIZES = {PaperSize.A4: (595, 842), PaperSize.LETTER: (612, 792)}


@pytest.fixture
def owner(session: Session) -> Person:
    return a_person(session)


def typeset(
    booklet: Booklet,
    tools: AssessmentContext,
    kind: DocumentKind,
    *,
    size: PaperSize = PaperSize.A4,
    is_double_sided: bool = False,
) -> PdfReader:
    options = PrintOptions(kind, size, is_double_sided=is_double_sided)
    content = build_document(booklet, options, tools.catalogue, site=SITE)
    return PdfReader(BytesIO(typeset_pdf(TEMPLATE, content, {})))


def texts_of(reader: PdfReader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def structure(node: Any) -> list[DictionaryObject]:
    """Return the elements of a tagged document in reading order."""
    found: list[DictionaryObject] = []
    for kid in node if isinstance(node, list) else [node]:
        element = kid.get_object()
        if isinstance(element, DictionaryObject):
            if "/S" in element:
                found.append(element)
            found += structure(element.get("/K", []))
        elif isinstance(element, list):
            found += structure(element)
    return found


def read_key(text: str, count: int) -> list[str]:
    """Return the answers at the top of a printed key, in the order of their numbers."""
    top = " ".join(text.split("Key for version")[1].split()[1:])
    numbered = "".join(rf"{number} (.+?) " for number in range(1, count + 1))
    found = re.match(numbered, top)
    assert found, top[:400]
    return list(found.groups())


def test_the_printed_key_of_each_version_is_all_right_when_it_is_typed_in(
    session: Session, tools: AssessmentContext, owner: Person
) -> None:
    booklet = a_booklet(session, tools, owner, questions=24, versions=4, seed=3)

    keys = texts_of(typeset(booklet, tools, DocumentKind.KEY))
    tops = [text for text in keys if "Key for version" in text]

    assert len(tops) == 4
    for version, (letter, top) in enumerate(zip("ABCD", tops, strict=True)):
        printed = print_version(booklet, version)
        lettered = [one for one in printed if all(box.box.texts for box in one.boxes)]
        numbers = read_key(top, len(printed))
        # Letters are read off the paper; what is written can wrap there, so the key itself gives it.
        typed = {
            box.field: text
            for one in printed
            for box, text in zip(one.boxes, one.key, strict=True)
        }
        for one in lettered:
            seen = re.match(r"[A-Z]+(?:; [A-Z]+)*", numbers[one.number - 1])
            assert seen, numbers[one.number - 1]
            typed |= zip((b.field for b in one.boxes), seen[0].split("; "), strict=True)
        read = read_sheet(printed, typed)
        assert f"Key for version {letter}" in top
        assert len(lettered) >= 6
        assert not read.errors
        assert [one and one.marked.score for one in read.answers] == [1.0] * 24


def test_the_letter_in_the_key_stands_before_the_right_option_of_the_booklet(
    session: Session, tools: AssessmentContext, owner: Person
) -> None:
    booklet = a_booklet(
        session, tools, owner, questions=24, versions=3, names=["One", "Two", "Three"]
    )

    text = "\n".join(texts_of(typeset(booklet, tools, DocumentKind.BOOKLETS)))
    parts = [
        part.partition("\nAnswer sheet\nName")[0]
        for part in text.split("\nBooklet\nName\n")[1:]
    ]

    checked = 0
    for version, part in enumerate(parts):
        lines = [" ".join(line.split()) for line in part.split("\n")]
        for one in print_version(booklet, version):
            right = [option for option in one.question.options if option.correct]
            plain = right and re.fullmatch(r"[\w ,]{8,60}", right[0].text)
            if plain and len(right) == 1:
                assert f"{one.key[0]} {right[0].text}" in lines
                checked += 1
    assert len(parts) == 3
    assert checked >= 6


def test_the_same_question_has_its_options_in_another_order_in_another_version(
    session: Session, tools: AssessmentContext, owner: Person
) -> None:
    booklet = a_booklet(session, tools, owner, questions=40, versions=4)

    versions = [print_version(booklet, number) for number in range(4)]

    orders = [{one.question.key: one.order for one in version} for version in versions]
    changed = [
        key
        for key, order in orders[0].items()
        if len(order) > 1 and orders[1][key] != order
    ]
    shuffled = [key for key, order in orders[0].items() if len(order) > 1]
    numbers = [[one.question.key for one in version] for version in versions]
    assert len(changed) > 0.7 * len(shuffled)
    assert all(set(other) == set(numbers[0]) for other in numbers)
    assert len({tuple(one) for one in numbers}) == 4


@pytest.mark.parametrize("size", PaperSize)
@pytest.mark.parametrize("kind", DocumentKind)
def test_a_document_is_tagged_and_its_fonts_are_in_it(
    session: Session,
    tools: AssessmentContext,
    owner: Person,
    kind: DocumentKind,
    size: PaperSize,
) -> None:
    booklet = a_booklet(session, tools, owner, questions=24, names=["Noor"])

    reader = typeset(booklet, tools, kind, size=size)

    root: Any = reader.root_object
    metadata = root["/Metadata"].get_object().get_data()
    elements = structure(root["/StructTreeRoot"].get_object()["/K"])
    tags = [str(element["/S"]) for element in elements]
    headings = [int(tag[2]) for tag in tags if re.fullmatch("/H[1-6]", tag)]
    box = reader.pages[0].mediabox
    assert b"pdfuaid:part" in metadata
    assert str(root["/Lang"]).startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert headings[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(headings))
    assert (round(box.width), round(box.height)) == SIZES[size]
    figures = [one for one in elements if str(one["/S"]) == "/Figure"]
    assert all("/Alt" in one for one in figures)
    if kind is DocumentKind.BOOKLETS:
        assert tags.count("/TH") >= 3
    resources: list[Any] = [page["/Resources"] for page in reader.pages]
    for resource in resources:
        for font in resource.get("/Font", {}).values():
            [descendant] = font.get_object()["/DescendantFonts"]
            descriptor = descendant.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & descriptor.keys()


def test_nothing_in_the_facts_of_a_booklet_tells_the_key(
    session: Session, tools: AssessmentContext, owner: Person
) -> None:
    booklet = a_booklet(session, tools, owner, questions=24)

    content = build_document(
        booklet, PrintOptions(DocumentKind.BOOKLETS), tools.catalogue, site=SITE
    )

    names = {name for question in content["versions"]["A"] for name in question}
    assert names == {
        "number",
        "stem",
        "boxes",
        "lefts",
        "gap_text",
        "is_long",
        "foreign",
    }


@pytest.mark.parametrize(
    "name", ['#panic() *x* $y$ #read("/etc/passwd")', "後端 開発者 🙂", "نور", "x" * 80]
)
def test_a_name_in_any_script_is_printed_and_never_markup(
    session: Session, tools: AssessmentContext, owner: Person, name: str
) -> None:
    booklet = a_booklet(session, tools, owner, questions=6, names=[name])

    pages = texts_of(typeset(booklet, tools, DocumentKind.BOOKLETS))

    assert any(booklet.sheets[0].code in page for page in pages)
    if name.isascii():
        joined = "".join("".join(pages).split())
        assert joined.count(name.replace(" ", "")) >= 2


def test_double_sided_documents_begin_each_part_on_the_front(
    session: Session, tools: AssessmentContext, owner: Person
) -> None:
    booklet = a_booklet(session, tools, owner, names=["One", "Two", "Three"])

    pages = texts_of(
        typeset(booklet, tools, DocumentKind.BOOKLETS, is_double_sided=True)
    )

    beginnings = [number for number, text in enumerate(pages) if "Name\n" in text]
    assert len(beginnings) == 6
    assert all(number % 2 == 0 for number in beginnings)


def test_pages_are_counted_anew_in_each_part(
    session: Session, tools: AssessmentContext, owner: Person
) -> None:
    booklet = a_booklet(session, tools, owner, names=["One", "Two"])

    pages = texts_of(typeset(booklet, tools, DocumentKind.BOOKLETS))

    found = [re.findall(r"page (\d+) of (\d+)", page) for page in pages]
    counts = [(int(one[0][0]), int(one[0][1])) for one in found]
    firsts = [number for number, (page, _) in enumerate(counts) if page == 1]
    assert len(firsts) == 4
    assert all(page <= most for page, most in counts)


def test_a_collection_has_every_question_of_its_areas_and_no_sheet(
    session: Session, tools: AssessmentContext, owner: Person
) -> None:
    booklet = a_booklet(
        session, tools, owner, kind=BookletKind.COLLECTION, required={"git": 1.0}
    )

    text = "\n".join(texts_of(typeset(booklet, tools, DocumentKind.BOOKLETS)))

    asked = [q for q in tools.catalogue.questions_asked_of("python") if q.area == "git"]
    assert len(booklet.questions) == len(asked)
    assert "Answer sheet" not in text
    assert "Every question on Git" in text


def test_the_same_booklet_is_the_same_file(
    session: Session, tools: AssessmentContext, owner: Person
) -> None:
    booklet = a_booklet(session, tools, owner, questions=6)
    content = build_document(
        booklet, PrintOptions(DocumentKind.ANNOTATED), tools.catalogue, site=SITE
    )

    first, second = (typeset_pdf(TEMPLATE, content, {}) for _ in range(2))

    assert first == second
