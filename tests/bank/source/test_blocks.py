"""Cutting a question file into parts."""

from markdown_it import MarkdownIt

from quiz.bank.source.blocks import (
    find_text_code_blocks,
    is_code_block,
    is_paragraph,
    number_lines,
    split_at_headings,
    split_blocks,
)
from tests.rules.files import ROOT


def test_a_heading_inside_a_code_block_is_no_heading() -> None:
    lines = list(number_lines("before\n```bash\n## a comment\n```\n## real\ntext"))

    before, parts = split_at_headings(lines, "##")

    assert [line.text for line in before] == [
        "before",
        "```bash",
        "## a comment",
        "```",
    ]
    assert [(part.title, part.line, part.text) for part in parts] == [
        ("real", 5, "text")
    ]


def test_a_longer_fence_holds_a_shorter_one() -> None:
    [block] = find_text_code_blocks("````text\n```\ninside\n```\n````")

    assert (block.language, block.code, block.line) == ("text", "```\ninside\n```", 1)


def test_blocks_are_cut_at_blank_lines_but_code_stays_whole() -> None:
    blocks = split_blocks(
        "One\nparagraph.\n\n\n```sql\nSELECT 1\n\nFROM t\n```\nAnother."
    )

    assert blocks == ["One\nparagraph.", "```sql\nSELECT 1\n\nFROM t\n```", "Another."]


def test_only_running_text_is_a_paragraph() -> None:
    blocks = [
        "Words.",
        "```\ncode\n```",
        "| a |",
        "- item",
        "1. item",
        "> quote",
        "# title",
    ]

    assert [is_paragraph(block) for block in blocks] == [True] + [False] * 6
    assert [is_code_block(block) for block in blocks] == [False, True] + [False] * 5


def test_a_fence_that_never_closes_yields_no_block() -> None:
    assert find_text_code_blocks("```python\nprint(1)") == []


def test_a_markdown_parser_sees_the_same_code_in_the_files_of_the_bank() -> None:
    parser = MarkdownIt("commonmark").disable("text_join").disable("inline")
    # Every tenth file: reading all of them this way takes half a minute.
    files = sorted((ROOT / "questions").glob("*/*.md"))[::10]

    assert files
    for file in files:
        text = file.read_text()
        fences = [one for one in parser.parse(text) if one.type == "fence"]
        blocks = find_text_code_blocks(text)
        assert [(one.info.strip(), one.map[0] + 1) for one in fences if one.map] == [
            (block.language, block.line) for block in blocks
        ], file
        lines = {line.number for line in number_lines(text) if line.is_code}
        spans = [range(one.map[0] + 1, one.map[1] + 1) for one in fences if one.map]
        assert lines == {number for span in spans for number in span}, file
