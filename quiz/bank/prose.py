"""Functions on the words and the code in a Markdown text."""

import re

from quiz.bank.source.blocks import (
    find_text_code_blocks,
    is_code_block,
    split_blocks,
)


def normalise_text(text: str) -> str:
    """Return a text without case, quotes and spacing, for comparison."""
    return re.sub(r"[\s`'\"“”‘’]+", " ", text.lower()).strip(" .")


def split_words(text: str) -> list[str]:
    """Return the words of a Markdown text; code blocks and tables are left out."""
    blocks = split_blocks(text)
    prose = " ".join(
        block
        for block in blocks
        if not is_code_block(block) and not block.startswith("|")
    )
    return re.findall(r"[^\s|*_>#]+", prose)


def extract_prose(text: str) -> str:
    """Return a Markdown text without its code blocks."""
    return "\n\n".join(
        block for block in split_blocks(text) if not is_code_block(block)
    )


def extract_code(text: str) -> str:
    """Return an option as a program would print it: its code, without the marks around it."""
    blocks = find_text_code_blocks(text)
    return blocks[0].code if blocks else strip_back_quotes(text)


def strip_back_quotes(text: str) -> str:
    """Return a text without the back quotes that mark code."""
    return re.sub(r"(?<!\\)`+", "", text).strip()


def strip_line_ends(text: str) -> str:
    """Return a program's output without spaces at line ends and without empty lines around it."""
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))


def quote_code(text: str) -> str:
    """Return a text as code in Markdown, whatever back quotes it holds."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    quotes = "`" * (longest + 1)
    space = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{quotes}{space}{text}{space}{quotes}"
