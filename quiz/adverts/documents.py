"""The text of an advert that comes as a file: plain text, Markdown, HTML or PDF."""

import re
from pathlib import PurePath

from selectolax.lexbor import LexborHTMLParser

from quiz.adverts.parsing.reader import MOST_CHARACTERS, read_advert
from quiz.adverts.pdf_text import UnreadablePdf, extract_pdf_text
from quiz.adverts.requirements import Advert, Unreadable

MOST_BYTES = 4 * 1024 * 1024
SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf")
# A scan has at most a few letters of its own: page numbers, a stamp.
_LEAST_LETTERS = 40
_NOT_TEXT = "script, style, noscript, template, svg, nav, header nav, footer, iframe, form select"
_BLOCKS = "p, div, li, tr, br, h1, h2, h3, h4, h5, h6, section, article, header, ul, ol, table, dt, dd, blockquote, td, th, pre, hr, main"


def read_document(name: str, data: bytes) -> tuple[str, Advert]:
    """Return the text of a file and what it asks for."""
    suffix = PurePath(name).suffix.lower()
    if len(data) > MOST_BYTES:
        return "", _unread(Unreadable.TOO_LONG)
    if data.startswith(b"%PDF") or suffix == ".pdf":
        return _read_pdf(data)
    if suffix not in SUFFIXES or (
        b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
    ):
        return "", _unread(Unreadable.WRONG_KIND)
    text = decode_text(data)
    if suffix in {".html", ".htm"}:
        text = extract_html_text(text)
    return text, read_advert(text)


def _unread(why: Unreadable) -> Advert:
    return Advert(
        None, is_advert=False, level=None, years=None, skills=(), unreadable=why
    )


def _read_pdf(data: bytes) -> tuple[str, Advert]:
    try:
        text = extract_pdf_text(data)
    except UnreadablePdf:
        return "", _unread(Unreadable.BROKEN)
    if sum(letter.isalpha() for letter in text) < _LEAST_LETTERS:
        return "", _unread(Unreadable.SCANNED)
    return text, read_advert(text)


def decode_text(data: bytes) -> str:
    """Return the text of bytes in UTF-8, UTF-16 with its mark, or Windows-1252; lines end with a line feed."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def extract_html_text(markup: str) -> str:
    """Return what a page says, one line for each block; menus, scripts and footers are left out."""
    tree = LexborHTMLParser(markup[: 40 * MOST_CHARACTERS])
    for node in tree.css(_NOT_TEXT):
        node.decompose()
    for node in tree.css("li"):
        node.insert_before("\n• ")
    for node in tree.css(_BLOCKS):
        node.insert_before("\n")
        node.insert_after("\n")
    body = tree.body
    text = body.text(separator="", strip=False) if body else ""
    lines = (re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in text.split("\n"))
    return (
        re.sub(r"\n{3,}", "\n\n", re.sub(r"•\s*\n+", "• ", "\n".join(lines))).strip()
        + "\n"
    )
