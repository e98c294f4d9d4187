"""The text of a PDF, read in a process of its own with little memory and little time.

A PDF may be made to grow without end when it is unpacked. The process that reads it may use `MOST_MEMORY` bytes and
`MOST_SECONDS` of the processor, and what it cannot do in that is not done.
"""

import io
import resource
import subprocess
import sys
from pathlib import Path

from quiz.errors import TrigpointError

MOST_PAGES = 30
MOST_MEMORY = 768 * 1024 * 1024
MOST_SECONDS = 8
#: Characters that are still read; an advert has a twentieth of it.
MOST_TEXT = 200_000


class UnreadablePdf(TrigpointError):
    """A PDF that is broken, locked or too large to unpack."""


def extract_pdf_text(data: bytes) -> str:
    """Return the text of a PDF; nothing for one that holds only pictures.

    Raises
    ------
    UnreadablePdf
        When it cannot be read within the limits.
    """
    try:
        finished = subprocess.run(
            [sys.executable, "-m", "quiz.adverts.pdf_text"],
            input=data,
            capture_output=True,
            timeout=2 * MOST_SECONDS,
            # Where `quiz` is found, in a checkout and in an installed program.
            cwd=Path(__file__).resolve().parents[2],
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadablePdf("This PDF takes too long to read.") from error
    if finished.returncode != 0:
        raise UnreadablePdf("This PDF cannot be read.")
    return finished.stdout.decode("utf-8", "replace")


def _limit_process() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _read_pages(data: bytes) -> str:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(data))
    pages, length = [], 0
    for page in reader.pages[:MOST_PAGES]:
        pages.append(page.extract_text())
        length += len(pages[-1])
        if length > MOST_TEXT:
            break
    return "\n".join(pages)[:MOST_TEXT]


if __name__ == "__main__":
    _limit_process()
    sys.stdout.buffer.write(
        _read_pages(sys.stdin.buffer.read()).encode("utf-8", "replace")
    )
