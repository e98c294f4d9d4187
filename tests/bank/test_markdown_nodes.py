"""Markdown as data: every piece keeps its text, and nothing is lost."""

from quiz.bank.markdown_nodes import block_nodes


def test_paragraphs_keep_their_pieces() -> None:
    [paragraph] = block_nodes("A **bold** `code` and\n*more*.")

    assert [piece["t"] for piece in paragraph["c"]] == [
        "s",
        "b",
        "s",
        "code",
        "s",
        "s",
        "i",
        "s",
    ]
    assert paragraph["c"][3] == {"t": "code", "s": "code"}


def test_code_keeps_its_lines_and_says_whether_it_is_output() -> None:
    program, output = block_nodes("```python\na = 1\n\nb = 2\n```\n\n```output\n3\n```")

    assert program == {"t": "code", "s": "a = 1\n\nb = 2", "is_output": False}
    assert output["is_output"]


def test_lists_and_tables_are_nested_data() -> None:
    numbers, table = block_nodes("3. three\n4. four\n\n| a | b |\n|---|---|\n| 1 | 2 |")

    assert (numbers["t"], numbers["start"], len(numbers["items"])) == ("ol", 3, 2)
    assert [cell[0]["s"] for cell in table["head"]] == ["a", "b"]
    assert [[cell[0]["s"] for cell in row] for row in table["rows"]] == [["1", "2"]]


def test_html_is_text() -> None:
    [paragraph] = block_nodes("<b>not bold</b>")

    assert "".join(piece["s"] for piece in paragraph["c"]) == "<b>not bold</b>"


def test_a_link_keeps_its_address() -> None:
    [paragraph] = block_nodes("[here](https://example.org)")

    assert paragraph["c"][0]["url"] == "https://example.org"
