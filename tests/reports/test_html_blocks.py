"""HTML of questions as blocks: the words on paper are those on the page."""

import random
import re

import pytest
from flask import Flask, get_template_attribute
from selectolax.lexbor import LexborHTMLParser

from quiz.bank.answers.samples import wrong_answer
from quiz.bank.answers.scoring import score_answer
from quiz.bank.rendering import build_review_view, count_options
from quiz.reports.html_blocks import Block, read_blocks
from quiz.sittings.assessment.context import AssessmentContext


def test_paragraphs_keep_their_styles_and_lose_their_line_breaks() -> None:
    [block] = read_blocks(
        "<p>Say <code>a  b</code>\n and <strong>no</strong> more. </p>"
    )

    assert block["runs"] == [
        {"text": "Say ", "style": ""},
        {"text": "a  b", "style": "code"},
        {"text": " and ", "style": ""},
        {"text": "no", "style": "strong"},
        {"text": " more.", "style": ""},
    ]


def test_code_keeps_its_lines_and_leaves_out_the_numbers_of_gaps() -> None:
    [block] = read_blocks(
        '<div class="code"><ol><li>def <span class="k">f</span>():</li>'
        '<li>    <mark class="cloze-gap"><span class="cloze-number"><span class="hidden">Gap </span>1</span>return</mark> 1</li>'
        "</ol></div>"
    )

    assert block == {"kind": "code", "lines": ["def f():", "    return 1"]}


def test_a_reason_has_its_mark_beside_it() -> None:
    [block] = read_blocks(
        '<ul class="reasons"><li><span class="mark">A<b class="mark-key"><svg class="icon"></svg>correct</b></span>'
        '<div><div class="option-text">Yes</div><div class="why"><p>Since.</p></div></div></li></ul>'
    )

    assert block["mark"] == "A, correct"
    assert [one["runs"][0]["text"] for one in block["blocks"]] == ["Yes", "Since."]


def test_lists_and_tables_are_read() -> None:
    table, bullets = read_blocks(
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"
        "<ul><li>one</li><li>two</li></ul>"
    )

    assert (table["columns"], len(table["cells"])) == (2, 2)
    assert [item[0]["runs"][0]["text"] for item in bullets["items"]] == ["one", "two"]
    assert read_blocks("") == []


def words_in(blocks: list[Block]) -> str:
    """Return all that blocks say."""
    said: list[str] = []
    for block in blocks:
        said += [run["text"] for run in block.get("runs", ())]
        said += block.get("lines", ())
        said += [block.get("mark", ""), block.get("text", "")]
        said.append(words_in(block.get("blocks", [])))
        said += [words_in(item) for item in block.get("items", [])]
        said += [
            run["text"]
            for cell in [*block.get("head", []), *block.get("cells", [])]
            for run in cell
        ]
    return " ".join(said)


def seen_text(html: str) -> str:
    """Return what the eye reads of HTML, without the numbers beside gaps."""
    tree = LexborHTMLParser(html)
    for node in tree.css(".hidden, .cloze-number"):
        node.decompose()
    return tree.body.text() if tree.body else ""


def letters_of(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


@pytest.mark.parametrize(
    "kind",
    [
        "cloze",
        "judgement",
        "matching",
        "multiple",
        "number",
        "ordering",
        "single",
        "text",
    ],
)
def test_every_reason_of_every_type_is_on_paper(
    app: Flask, tools: AssessmentContext, kind: str
) -> None:
    asked = [one for one in tools.catalogue.questions.values() if one.type == kind][:12]
    assert asked

    with app.test_request_context():
        review = get_template_attribute(f"questions/types/{kind}.html", "review")
        for question in asked:
            given = wrong_answer(question, random.Random(1))
            view = build_review_view(
                question,
                list(range(count_options(question))),
                given,
                score_answer(question, given),
                tools.catalogue.misconceptions,
            )
            html = review(view.part)
            assert letters_of(words_in(read_blocks(html))) == letters_of(
                seen_text(html)
            )
