"""The file of a backup: JSON lines in one gzip stream, the same for every database. Described in docs/operating.md.

The first line is the header. Each table is a line that names its columns, blocks of rows, and a line with the number
of rows and their SHA-256. The last line carries the SHA-256 of everything before it.
"""

import gzip
import hashlib
import json
import os
import queue
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pydantic_core import from_json, to_json

from quiz.errors import NotValid

FORMAT = "trigpoint-backup"
VERSION = 1
#: zlib: the fastest level. Higher ones take twice the time for a tenth less.
LEVEL = 1
GZIP_WINDOW = 31
MODE = 0o600
#: Blocks that may wait to be compressed.
MAX_WAITING = 16

Row = Sequence[Any]
#: Called after each block with its number of rows.
ReportRows = Callable[[int], None]


def report_to_nobody(_rows: int) -> None:
    """Take a report of rows that nobody waits for."""


@dataclass(frozen=True)
class BackupHeader:
    """What the first line says."""

    #: Revision of the schema that the rows are in.
    schema: str
    #: Version of the program that made it.
    program: str
    #: When the snapshot was taken, in UTC.
    created_at: str
    #: `sqlite` or `postgresql`: where the rows came from; it restores into either.
    database: str


@dataclass(frozen=True)
class TableSummary:
    """What the line after a table says."""

    rows: int
    sha256: str


class BackupWriter:
    """Writes a backup beside its place and moves it there when it is whole. Compressing has a thread of its own."""

    def __init__(self, path: Path, header: BackupHeader) -> None:
        """Begin a backup that will be at `path`."""
        self.path = path
        self.partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
        self.tables: dict[str, TableSummary] = {}
        self._everything = hashlib.sha256()
        self._table = ""
        self._rows, self._table_hash = 0, hashlib.sha256()
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        self._file = os.fdopen(os.open(self.partial, flags, MODE), "wb")
        self._lines: queue.Queue[bytes | None] = queue.Queue(MAX_WAITING)
        self._failure: OSError | None = None
        self._thread = threading.Thread(target=self._compress, daemon=True)
        self._thread.start()
        self._write_line({"format": FORMAT, "version": VERSION} | asdict(header))

    def begin_table(self, name: str, columns: Sequence[str]) -> None:
        """Name the table that the next blocks belong to."""
        self._table = name
        self._rows, self._table_hash = 0, hashlib.sha256()
        self._write_line({"table": name, "columns": list(columns)})

    def write_rows(self, rows: Sequence[Row]) -> None:
        """Add a block of rows."""
        block = to_json(rows)
        self._rows += len(rows)
        self._table_hash.update(block[1:-1] + b",")
        self._put(block)

    def end_table(self) -> None:
        """Sum up the table."""
        summary = TableSummary(self._rows, self._table_hash.hexdigest())
        self.tables[self._table] = summary
        self._write_line({"end": self._table} | asdict(summary))

    def __enter__(self) -> Self:
        """Return the writer."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish the file and move it to its place; after an error, remove it."""
        try:
            if kind is None:
                self._lines.put(self._seal())
            self._lines.put(None)
            self._thread.join()
            if kind is None:
                self._raise_failure()
                self._file.flush()
                os.fsync(self._file.fileno())
                self.partial.replace(self.path)
        finally:
            self.partial.unlink(missing_ok=True)
            # What is in its place has been flushed. After an error, closing tries to write the rest.
            with suppress(OSError):
                self._file.close()

    def _seal(self) -> bytes:
        # What is waiting has been counted already; the hash needs no thread.
        return json.dumps(
            {"end": "backup", "sha256": self._everything.hexdigest()}
        ).encode()

    def _write_line(self, line: dict[str, Any]) -> None:
        self._put(json.dumps(line).encode())

    def _put(self, line: bytes) -> None:
        self._raise_failure()
        self._everything.update(line + b"\n")
        self._lines.put(line)

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _compress(self) -> None:
        packer = zlib.compressobj(LEVEL, wbits=GZIP_WINDOW)
        line: bytes | None = b""
        try:
            while (line := self._lines.get()) is not None:
                self._file.write(packer.compress(line + b"\n"))
            self._file.write(packer.flush())
        except OSError as error:
            # A full disk. Whoever writes the next block hears of it.
            self._failure = error
            # The last of what was compressed is written when nothing is to come any more.
            while line is not None:
                line = self._lines.get()


class BackupReader:
    """Reads a backup from its beginning, once, and notices when it is damaged."""

    def __init__(self, path: Path) -> None:
        """Open the file and read its header.

        Raises
        ------
        NotValid
            When it is no backup, or of a format that this version does not know.
        """
        self.path = path
        #: What was read so far, table by table.
        self.tables: dict[str, TableSummary] = {}
        self._everything = hashlib.sha256()
        self._before = self._everything
        try:
            self._file = gzip.open(path, "rb")  # noqa: SIM115  # closed with the reader
        except OSError as error:
            raise NotValid(f"{path} cannot be read: {error.strerror}.") from error
        first = self._read_mark()
        if first.get("format") != FORMAT:
            raise NotValid(f"{path} is not a backup of Trigpoint.")
        if first["version"] != VERSION:
            raise NotValid(
                f"{path} has format {first['version']}; this Trigpoint reads format {VERSION}. Use a newer one."
            )
        self.header = BackupHeader(
            *(first[name] for name in BackupHeader.__dataclass_fields__)
        )

    def read_tables(self) -> Iterator[tuple[str, list[str], Iterator[list[Row]]]]:
        """Yield each table with its columns and its rows in blocks. Read the blocks before the next table.

        Raises
        ------
        NotValid
            When something is missing or was changed.
        """
        while "table" in (line := self._read_mark()):
            yield line["table"], line["columns"], self._read_blocks(line["table"])
        if line != {"end": "backup", "sha256": self._before.hexdigest()}:
            raise self._damage("its end is not what it was")

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        """Return the reader."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def _read_blocks(self, table: str) -> Iterator[list[Row]]:
        rows, hashed = 0, hashlib.sha256()
        line, read = self._read_line()
        while isinstance(read, list):
            hashed.update(line[1:-1] + b",")
            rows += len(read)
            yield read
            line, read = self._read_line()
        summary = TableSummary(rows, hashed.hexdigest())
        if read != {"end": table} | asdict(summary):
            raise self._damage(f"table {table} is not what it was")
        self.tables[table] = summary

    def _read_mark(self) -> dict[str, Any]:
        _, read = self._read_line()
        if not isinstance(read, dict):
            raise self._damage("a line is out of place")
        return read

    def _read_line(self) -> tuple[bytes, Any]:
        self._before = self._everything.copy()
        try:
            line = self._file.readline()
            read = from_json(line)
        except (OSError, EOFError, zlib.error, ValueError) as error:
            raise self._damage(str(error)) from error
        self._everything.update(line)
        return line.rstrip(b"\n"), read

    def _damage(self, what: str) -> NotValid:
        return NotValid(f"{self.path} is no backup, or it is damaged: {what}.")
