"""To whom each row belongs: the way from every table to a person, in one table that rules, export and erasure share."""

from sqlalchemy import ColumnElement, Select, Table, false

from quiz.core.db import Base

#: Table -> the column that leads to its owner: to a person, or to a row of the next table that has one.
OWNED_BY: dict[str, str] = {
    "person_secret": "person_id",
    "resume_code": "person_id",
    "person_join": "person_id",
    "outgoing_mail": "person_id",
    "job": "owner_id",
    "sitting": "person_id",
    "position": "sitting_id",
    "answer": "position_id",
    "area_result": "sitting_id",
    "practice_answer": "person_id",
    "rescored_result": "sitting_id",
    "problem_report": "person_id",
    "consent": "person_id",
    "audit_entry": "person_id",
    "own_goal": "person_id",
    "training_wishes": "sitting_id",
    "training_plan": "person_id",
    "learned_objective": "person_id",
    "evidence": "person_id",
    "paper_booklet": "person_id",
    "paper_question": "booklet_id",
    "paper_sheet": "booklet_id",
    "share_link": "sitting_id",
    "result_name": "sitting_id",
    "report_code": "sitting_id",
    "report_file": "report_code_id",
    "account": "person_id",
    "account_session": "account_id",
    "account_claim": "account_id",
    "account_link": "account_id",
    "second_factor": "account_id",
    "recovery_code": "account_id",
    "provider_identity": "account_id",
    "membership": "account_id",
    "site_role": "account_id",
    "cohort_member": "person_id",
    "join_link": "member_id",
    "check_sitting": "member_id",
    "shared_sitting": "member_id",
    "instructor_note": "member_id",
    "evidence_sign_off": "member_id",
}
#: Tables of which no row belongs to a person.
OWNERLESS = {
    "question_version",
    "calibration",
    "quarantine",
    "rescoring",
    "organisation",
    "cohort",
    "cohort_check",
    "web_session",
    "limit_counter",
    "clock_mark",
    "erasure",
}
PEOPLE = "person"


def find_table(name: str) -> Table:
    """Return a table of ours by its name."""
    return Base.metadata.tables[name]


def follow_owner(name: str) -> tuple[ColumnElement[int], Table]:
    """Return the column that leads to the owner, and the table that it leads to."""
    column = find_table(name).c[OWNED_BY[name]]
    (key,) = column.foreign_keys
    return column, key.column.table


def belongs_to(name: str, person_id: int) -> ColumnElement[bool]:
    """Return the condition that a row of a table belongs to a person."""
    if name == PEOPLE:
        return find_table(PEOPLE).c.id == person_id
    if name not in OWNED_BY:
        return false()
    column, parent = follow_owner(name)
    if parent.name == PEOPLE:
        return column == person_id
    return column.in_(Select(parent.c.id).where(belongs_to(parent.name, person_id)))
