"""Everything that is stored about a person, as plain data with an explanation of each field. Pure but for its reads.

No secret is in it, nothing about anybody else, and no answer key: while an assessment is in progress, the score of an
answer would say which option is correct.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from quiz.access.ownership import find_table
from quiz.accounts.models import Person
from quiz.core.json_column import JsonColumn
from quiz.privacy import queries
from quiz.privacy.register import RegisteredTable, read_register

FORMAT, VERSION = "trigpoint-personal-data", 1
#: Columns that are empty until the assessment is finished.
AFTER_THE_END = {("answer", "score")}


@dataclass(frozen=True)
class ExportedTable:
    """The rows of one table, ready for JSON, with the words to read them by."""

    name: str
    title: str
    why: str
    kept: str
    #: Column -> explanation, of those that are in the rows.
    fields: Mapping[str, str]
    rows: list[dict[str, Any]]
    #: Column -> what is stored as well and not handed out, and why.
    left_out: Mapping[str, str]


@dataclass(frozen=True)
class PersonalData:
    """Everything about one person."""

    made_at: datetime
    tables: list[ExportedTable]
    #: Text of each question that they were shown, by key.
    questions: Mapping[str, str]

    def as_content(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "made_at": self.made_at.isoformat(),
            "tables": {
                table.name: {
                    "title": table.title,
                    "why": table.why,
                    "kept": table.kept,
                    "fields": dict(table.fields),
                    "left_out": dict(table.left_out),
                    "rows": table.rows,
                }
                for table in self.tables
            },
            "questions": dict(self.questions),
        }


def collect_personal_data(
    session: Session, person: Person, *, now: datetime
) -> PersonalData:
    """Read everything that is stored about a person."""
    names = _RowNames(session, person.id)
    tables = [
        _export_table(session, table, names)
        for table in read_register().values()
        if table.is_about_people
    ]
    return PersonalData(now, tables, names.read_questions())


class _RowNames:
    """What the rows that others lead to are called."""

    def __init__(self, session: Session, person_id: int) -> None:
        self.session, self.person_id = session, person_id
        self.states = queries.read_states(session, person_id)
        #: Place of a question in an assessment -> assessment, number.
        self.places: dict[int, tuple[int, int]] = {}
        self.versions: set[int] = set()

    def note(self, table: str, row: Mapping[str, Any]) -> None:
        """Remember what later rows lead to."""
        if table == "position":
            self.places[row["id"]] = (row["sitting_id"], row["number"])
        if row.get("question_version_id") is not None:
            self.versions.add(row["question_version_id"])

    def is_over(self, table: str, row: Mapping[str, Any]) -> bool:
        """Say whether the assessment that a row belongs to is no longer in progress."""
        if table != "answer":
            return True
        sitting_id, _ = self.places[row["position_id"]]
        return self.states.get(sitting_id) != "open"

    def name_joins(
        self, table: RegisteredTable, rows: list[Mapping[str, Any]]
    ) -> dict[str, Mapping[int, str | None]]:
        """Return for each join column what the rows that it leads to are called."""
        names: dict[str, Mapping[int, str | None]] = {}
        for column in table.join:
            (key,) = find_table(table.name).c[column].foreign_keys or (None,)
            if key is None or key.column.table.name == "person":
                continue
            ids = {row[column] for row in rows if row[column] is not None}
            parent = key.column.table
            if parent.name == "position":
                names[column] = self._name_places(ids)
            else:
                names[column] = queries.read_row_names(self.session, parent, ids)
        return names

    def _name_places(self, ids: set[int]) -> Mapping[int, str | None]:
        sittings = {self.places[number][0] for number in ids}
        keys = queries.read_row_names(self.session, find_table("sitting"), sittings)
        return {
            number: f"{keys[self.places[number][0]]}, question {self.places[number][1]}"
            for number in ids
        }

    def read_questions(self) -> Mapping[str, str]:
        """Return the text of every question that was shown."""
        return queries.read_question_stems(self.session, self.versions)


def _export_table(
    session: Session, table: RegisteredTable, names: _RowNames
) -> ExportedTable:
    rows = list(queries.read_own_rows(session, table.name, names.person_id))
    for row in rows:
        names.note(table.name, row)
    joined = names.name_joins(table, rows)
    columns, exported = find_table(table.name).c, []
    for row in rows:
        values = {name: _plain(row[name], columns[name].type) for name in table.own}
        for column in table.own:
            if (table.name, column) in AFTER_THE_END and not names.is_over(
                table.name, row
            ):
                values[column] = None
        for column, called in joined.items():
            values[_join_name(column)] = called.get(row[column])
        exported.append(values)
    fields = {
        **table.own,
        **{_join_name(column): _explain_join(column) for column in joined},
    }
    return ExportedTable(
        table.name,
        table.title,
        table.why,
        table.kept,
        fields,
        exported,
        {**table.secret, **table.withheld},
    )


def _join_name(column: str) -> str:
    return column.removesuffix("_id")


def _explain_join(column: str) -> str:
    return f"Which {_join_name(column).replace('_', ' ')} it belongs to, by its key."


def _plain(value: Any, kind: TypeEngine[Any]) -> Any:
    """Return a value of a column as JSON can hold it."""
    if isinstance(kind, JsonColumn):
        return kind.dump_plain(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
