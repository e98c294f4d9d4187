"""assigned sittings.

Cohorts need it: an organisation has a time zone, in which its dates are told; learners without an email address sign in
with a name; a sitting knows what assigned it, when it closes, and whether it is supervised; people agree to being seen by
instructors, and see what these do.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "b6d3f08a17e4"
down_revision = "b2f6d0c81e47"
branch_labels = None
depends_on = None

#: Table -> column, constraint, words before, new words.
WORDS = {
    "sitting": (
        "stop_reason",
        "stopreason",
        ("person", "complete"),
        ("closed",),
    ),
    "consent": ("subject", "consentsubject", ("privacy-notice",), ("cohort",)),
    "audit_entry": (
        "action",
        "auditaction",
        (
            "saw-account",
            "saw-result",
            "saw-answers",
            "downloaded-result",
            "made-sign-in-link",
            "gave-role",
            "took-role",
            "closed-account",
            "opened-account",
            "signed-out",
            "removed-second-factor",
            "exported-data",
        ),
        (
            "saw-levels",
            "downloaded-levels",
            "changed-entry",
            "removed-from-cohort",
            "gave-more-time",
            "wrote-note",
            "signed-off-evidence",
        ),
    ),
}
OPEN_ONE = "uq_sitting_open_person_goal_mode"
LATEST_OF_GOAL = "ix_sitting_goal_key_is_trial_id"
OPEN_BEFORE = "state = 'open' AND area IS NULL"
OPEN_NOW = f"{OPEN_BEFORE} AND assignment_key IS NULL"
WAY_IN = "email IS NOT NULL OR sign_in_name IS NOT NULL"


def upgrade() -> None:
    _widen_words()
    with op.batch_alter_table("organisation") as batch:
        batch.add_column(
            sa.Column("time_zone", sa.String(80), server_default="UTC", nullable=False)
        )
    with op.batch_alter_table("account") as batch:
        batch.alter_column("email", existing_type=sa.String(254), nullable=True)
        batch.add_column(sa.Column("sign_in_name", sa.String(80), nullable=True))
        batch.create_unique_constraint("uq_account_sign_in_name", ["sign_in_name"])
        batch.create_check_constraint(op.f("ck_account_has_a_way_in"), WAY_IN)
    _add_to_sittings()


def downgrade() -> None:
    _take_from_sittings()
    # Nobody can sign in to these without the name.
    op.execute("DELETE FROM account WHERE email IS NULL")
    with op.batch_alter_table("account") as batch:
        batch.drop_constraint(op.f("ck_account_has_a_way_in"), type_="check")
        batch.drop_constraint("uq_account_sign_in_name", type_="unique")
        batch.drop_column("sign_in_name")
        batch.alter_column("email", existing_type=sa.String(254), nullable=False)
    with op.batch_alter_table("organisation") as batch:
        batch.drop_column("time_zone")
    _narrow_words()


def _list_words(column: str, words: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def _widen_words() -> None:
    for table, (column, constraint, before, new) in WORDS.items():
        name = op.f(f"ck_{table}_{constraint}")
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(name, type_="check")
            batch.create_check_constraint(name, _list_words(column, before + new))


def _narrow_words() -> None:
    op.execute("UPDATE sitting SET stop_reason = 'person' WHERE stop_reason = 'closed'")
    for table, (column, constraint, before, new) in WORDS.items():
        name = op.f(f"ck_{table}_{constraint}")
        if table != "sitting":
            condition = _list_words(column, new)
            op.execute(f"DELETE FROM {table} WHERE {condition}")  # noqa: S608  # words of this file
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(name, type_="check")
            batch.create_check_constraint(name, _list_words(column, before))


def _create_open_index(where: str) -> None:
    op.create_index(
        OPEN_ONE,
        "sitting",
        ["person_id", "goal_key", "mode"],
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def _add_to_sittings() -> None:
    op.drop_index(OPEN_ONE, table_name="sitting")
    with op.batch_alter_table("sitting") as batch:
        batch.add_column(sa.Column("assignment_key", sa.String(80), nullable=True))
        batch.add_column(
            sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True)
        )
        for name in ("is_supervised", "is_trial"):
            batch.add_column(
                sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)
            )
    _create_open_index(OPEN_NOW)
    op.create_index(
        "uq_sitting_person_id_assignment_key",
        "sitting",
        ["person_id", "assignment_key"],
        unique=True,
    )
    # What was only tried out does not count among the latest sittings of a goal.
    op.drop_index("ix_sitting_goal_key_id", table_name="sitting")
    op.create_index(LATEST_OF_GOAL, "sitting", ["goal_key", "is_trial", "id"])


def _take_from_sittings() -> None:
    op.drop_index(LATEST_OF_GOAL, table_name="sitting")
    op.create_index("ix_sitting_goal_key_id", "sitting", ["goal_key", "id"])
    op.drop_index("uq_sitting_person_id_assignment_key", table_name="sitting")
    op.drop_index(OPEN_ONE, table_name="sitting")
    # Beside an open sitting of the person's own there is room for no other.
    op.execute(
        "DELETE FROM sitting WHERE state = 'open' AND assignment_key IS NOT NULL"
    )
    with op.batch_alter_table("sitting") as batch:
        for column in ("assignment_key", "closes_at", "is_supervised", "is_trial"):
            batch.drop_column(column)
    _create_open_index(OPEN_BEFORE)
