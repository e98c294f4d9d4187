"""Adverts that come as files."""

import zlib

import pytest
import typst

from quiz.adverts.documents import (
    MOST_BYTES,
    decode_text,
    extract_html_text,
    read_document,
)
from quiz.adverts.requirements import Unreadable

ADVERT = """Backend developer wanted

We are looking for somebody to join our team.

Requirements
- Python
- PostgreSQL

Nice to have
- Docker
"""


def make_pdf(markup: str) -> bytes:
    return bytes(typst.compile(markup.encode()))


def make_bomb() -> bytes:
    """Return a small PDF whose only page grows to 256 megabytes."""
    packer = zlib.compressobj(9)
    stream = (
        b"".join(packer.compress(b" " * (1 << 20)) for _ in range(256)) + packer.flush()
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream"
        % (len(stream), stream),
    ]
    parts, places = [b"%PDF-1.4\n"], []
    for number, body in enumerate(objects, start=1):
        places.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj%s endobj\n" % (number, body))
    start = sum(map(len, parts))
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    parts.append(b"xref\n0 5\n0000000000 65535 f \n" + table)
    parts.append(b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start)
    return b"".join(parts)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "A.TXT"])
def test_the_quotations_of_a_text_file_stand_where_they_say(name: str) -> None:
    text, advert = read_document(name, ADVERT.encode())

    assert text == ADVERT
    assert [(skill.id, skill.need.value) for skill in advert.skills] == [
        ("python", "required"), ("postgresql", "required"), ("docker", "nice"),
    ]  # fmt: skip
    assert all(text[skill.start : skill.end] == skill.quote for skill in advert.skills)


def test_a_page_is_read_without_its_menu_and_scripts() -> None:
    markup = (
        "<html><head><style>p{}</style></head><body><nav>Angular jobs</nav><h1>Backend developer wanted</h1>"
        "<p>We are looking for somebody.</p><h2>Requirements</h2><ul><li>Python &amp; <b>Djan</b>go</li><li><p>C++</p></li></ul>"
        "<h2>Nice to have</h2><ul><li>Docker</li></ul><script>'Java'</script><footer>PHP jobs</footer></body></html>"
    )

    text, advert = read_document("page.html", markup.encode())

    assert "• Python & Django\n" in extract_html_text(markup)
    assert {skill.id: skill.need.value for skill in advert.skills} == {
        "python": "required", "django": "required", "c-plus-plus": "required", "docker": "nice",
    }  # fmt: skip
    assert all(text[skill.start : skill.end] == skill.quote for skill in advert.skills)


def test_a_pdf_is_read() -> None:
    pdf = make_pdf(
        "= Backend developer wanted\nWe are looking for somebody to join our team.\n== Requirements\n- Python\n- C\\#\n== Nice to have\n- Kafka"
    )

    _, advert = read_document("advert.pdf", pdf)

    assert {skill.id: skill.need.value for skill in advert.skills} == {
        "python": "required", "csharp": "required", "kafka": "nice",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        (
            "scan.pdf",
            make_pdf("#rect(width: 9cm, height: 9cm, fill: gray)"),
            Unreadable.SCANNED,
        ),
        ("broken.pdf", b"%PDF-1.7 and no more", Unreadable.BROKEN),
        ("advert.docx", b"PK\x03\x04 a zip archive", Unreadable.WRONG_KIND),
        ("advert.txt", b"PK\x03\x04\0\0\0", Unreadable.WRONG_KIND),
        ("advert.txt", b"", Unreadable.EMPTY),
        ("advert.txt", b"a" * (MOST_BYTES + 1), Unreadable.TOO_LONG),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    name: str, data: bytes, why: Unreadable
) -> None:
    text, advert = read_document(name, data)

    assert (text, advert.unreadable) == ("", why)
    assert not advert.is_advert


def test_a_pdf_that_grows_without_end_is_given_up() -> None:
    bomb = make_bomb()

    _, advert = read_document("bomb.pdf", bomb)

    assert len(bomb) < MOST_BYTES
    assert advert.unreadable in {Unreadable.BROKEN, Unreadable.SCANNED}


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é\r\nà".encode(), "é\nà"),
        ("é".encode("utf-8-sig"), "é"),
        ("é".encode("utf-16"), "é"),
        ("l\u2019été".encode("cp1252"), "l\u2019été"),
    ],
)
def test_text_is_decoded_as_it_was_written(data: bytes, text: str) -> None:
    assert decode_text(data) == text
