"""Markdown to HTML that is safe, and code that can be read aloud, scrolled and coloured."""

import pytest

from quiz.bank.markdown import block_html, inline_html, label_html, plain_text


def test_a_code_block_has_numbered_lines_and_a_name() -> None:
    html = block_html('```python\ndef f():\n\n    return "a < b"  # why\n```')

    assert html == (
        '<div class="code" tabindex="0" role="group" aria-label="Code, Python, 3 lines"><ol>\n'
        '<li><span class="k">def</span> f():</li>\n'
        "<li> </li>\n"
        '<li>    <span class="k">return</span> <span class="s">"a &lt; b"</span>'
        '  <span class="c"># why</span></li>\n'
        "</ol></div>\n"
    )


@pytest.mark.parametrize(
    ("word", "label"),
    [
        ("text", "Code, 1 line"),
        ("", "Code, 1 line"),
        ("output", "Output, 1 line"),
        ("sqlite", "Code, SQL for SQLite, 1 line"),
        ("git", "Code, Git commands, 1 line"),
        ("csharp", "Code, C#, 1 line"),
        ("javascript", "Code, JavaScript, 1 line"),
        ("cobolish", "Code, cobolish, 1 line"),
    ],
)
def test_the_label_names_the_language(word: str, label: str) -> None:
    assert f'aria-label="{label}"' in block_html(f"```{word}\nx\n```")


def test_words_that_are_operators_are_coloured_as_keywords() -> None:
    assert '<span class="k">not</span>' in block_html("```python\nnot a\n```")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "![a](https://example.org/a.png)",
        "```python\n</div><script>alert(1)</script>\n```",
        '```"><script>\nx\n```',
    ],
)
def test_nothing_of_a_writers_own_html_survives(text: str) -> None:
    for html in (block_html(text), inline_html(text), label_html(text)):
        assert "<script" not in html
        assert "<img" not in html
        assert 'href="javascript' not in html


def test_a_heading_holds_no_paragraph() -> None:
    assert inline_html("What does\n`f()` **return**?") == (
        "What does <code>f()</code> <strong>return</strong>?"
    )


def test_a_label_holds_no_block_and_nothing_to_focus() -> None:
    assert label_html("`a` or b") == "<code>a</code> or b"
    assert label_html("```python\nx = 1\nreturn x\n```") == (
        '<span class="code"><code>x = 1\n<span class="k">return</span> x</code></span>'
    )
    assert label_html("One.\n\nTwo.") == (
        '<span class="line">One.</span>\n<span class="line">Two.</span>'
    )


def test_a_table_scrolls_by_itself() -> None:
    html = block_html("| a |\n|---|\n| 1 |")

    assert html.startswith(
        '<div class="data" tabindex="0" role="group" aria-label="Table"><table>'
    )
    assert html.endswith("</table></div>\n")
    assert "<td>1</td>" in html


def test_plain_text_is_what_is_left_without_marks() -> None:
    assert (
        plain_text("What does `a < b` **mean**,\nhere?")
        == "What does a < b mean, here?"
    )


def test_a_link_goes_out_safely() -> None:
    html = block_html("[SQL](https://www.postgresql.org/)")

    assert html == (
        '<p><a href="https://www.postgresql.org/" rel="noopener noreferrer">SQL</a></p>\n'
    )
