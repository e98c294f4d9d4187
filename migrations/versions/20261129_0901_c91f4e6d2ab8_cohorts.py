"""cohorts.

Instructors lead cohorts of an organisation: a roster, ways to join, checks with dates, the sittings that are seen, notes,
and evidence that was looked at.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "c91f4e6d2ab8"
down_revision = "b6d3f08a17e4"
branch_labels = None
depends_on = None

LENGTHS = "length IN ('quick', 'standard', 'thorough')"
PURPOSES = "purpose IN ('entry', 'middle', 'exit', 'other')"
KINDS = "kind IN ('code', 'link', 'slip', 'email')"


def upgrade() -> None:
    _create_cohorts()
    _create_members()
    _create_join_links()
    _create_shared_things()
    _create_notes()


def downgrade() -> None:
    for table in (
        "evidence_sign_off",
        "instructor_note",
        "shared_sitting",
        "check_sitting",
        "join_link",
        "cohort_member",
        "cohort_check",
        "cohort",
    ):
        op.drop_table(table)


def _key() -> sa.Column[str]:
    return sa.Column("key", sa.String(16), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _switch(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)


def _create_table(
    name: str,
    *parts: sa.Column[Any] | sa.UniqueConstraint | sa.CheckConstraint,
    foreign: dict[str, tuple[str, str]],
) -> None:
    """Create a table with an id; `foreign`: column -> table, and what deleting a row there does here."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *parts,
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{target}.id"],
                name=f"fk_{name}_{column}_{target}",
                ondelete=deletes,
            )
            for column, (target, deletes) in foreign.items()
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )


def _create_cohorts() -> None:
    _create_table(
        "cohort",
        _key(),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("goal_key", sa.String(80), nullable=False),
        sa.Column("goal_name", sa.String(80), nullable=False),
        sa.Column("required", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(80), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("hours_per_week", sa.Double(), nullable=True),
        sa.Column("days_off", sa.JSON(), nullable=False),
        _switch("shows_band_to_learners"),
        sa.Column("thresholds", sa.JSON(), nullable=True),
        _moment("archived_at", nullable=True),
        _switch("is_example"),
        _moment("created_at"),
        sa.UniqueConstraint("key", name="uq_cohort_key"),
        foreign={"organisation_id": ("organisation", "CASCADE")},
    )
    op.create_index("ix_cohort_organisation_id", "cohort", ["organisation_id"])
    _create_table(
        "cohort_check",
        _key(),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(80), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("length", sa.String(80), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=True),
        _moment("opens_at"),
        _moment("closes_at"),
        sa.Column("is_supervised", sa.Boolean(), nullable=False),
        _moment("created_at"),
        sa.CheckConstraint(PURPOSES, name=op.f("ck_cohort_check_checkpurpose")),
        sa.CheckConstraint(LENGTHS, name=op.f("ck_cohort_check_sittinglength")),
        sa.UniqueConstraint("key", name="uq_cohort_check_key"),
        foreign={"cohort_id": ("cohort", "CASCADE")},
    )
    op.create_index("ix_cohort_check_cohort_id", "cohort_check", ["cohort_id"])


def _create_members() -> None:
    _create_table(
        "cohort_member",
        _key(),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("external_id", sa.String(80), nullable=True),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("group_name", sa.String(80), nullable=True),
        _switch("is_test"),
        sa.Column("extra_days", sa.Integer(), server_default="0", nullable=False),
        *(
            _moment(name, nullable=True)
            for name in ("invited_at", "joined_at", "left_at")
        ),
        sa.Column("consent_version", sa.String(80), nullable=True),
        _switch("shares_answers"),
        _moment("created_at"),
        sa.UniqueConstraint("key", name="uq_cohort_member_key"),
        *(
            sa.UniqueConstraint(
                "cohort_id", column, name=f"uq_cohort_member_cohort_id_{column}"
            )
            for column in ("person_id", "external_id", "email")
        ),
        foreign={
            "cohort_id": ("cohort", "CASCADE"),
            "person_id": ("person", "CASCADE"),
        },
    )
    op.create_index("ix_cohort_member_person_id", "cohort_member", ["person_id"])


def _create_join_links() -> None:
    _create_table(
        "join_link",
        _key(),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        _moment("created_at"),
        _moment("expires_at"),
        _moment("revoked_at", nullable=True),
        _moment("used_at", nullable=True),
        sa.CheckConstraint(KINDS, name=op.f("ck_join_link_joinlinkkind")),
        sa.UniqueConstraint("key", name="uq_join_link_key"),
        sa.UniqueConstraint("secret_hash", name="uq_join_link_secret_hash"),
        foreign={
            "cohort_id": ("cohort", "CASCADE"),
            "member_id": ("cohort_member", "CASCADE"),
            "made_by_id": ("account", "SET NULL"),
        },
    )
    for column in ("cohort_id", "member_id", "made_by_id"):
        op.create_index(f"ix_join_link_{column}", "join_link", [column])


def _create_shared_things() -> None:
    _create_table(
        "check_sitting",
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.UniqueConstraint(
            "check_id", "member_id", name="uq_check_sitting_check_id_member_id"
        ),
        sa.UniqueConstraint("sitting_id", name="uq_check_sitting_sitting_id"),
        foreign={
            "check_id": ("cohort_check", "CASCADE"),
            "member_id": ("cohort_member", "CASCADE"),
            "sitting_id": ("sitting", "CASCADE"),
        },
    )
    op.create_index("ix_check_sitting_member_id", "check_sitting", ["member_id"])
    _create_table(
        "shared_sitting",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        _moment("shared_at"),
        sa.UniqueConstraint(
            "member_id", "sitting_id", name="uq_shared_sitting_member_id_sitting_id"
        ),
        foreign={
            "member_id": ("cohort_member", "CASCADE"),
            "sitting_id": ("sitting", "CASCADE"),
        },
    )
    op.create_index("ix_shared_sitting_sitting_id", "shared_sitting", ["sitting_id"])


def _create_notes() -> None:
    _create_table(
        "instructor_note",
        _key(),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        _moment("created_at"),
        sa.UniqueConstraint("key", name="uq_instructor_note_key"),
        foreign={
            "member_id": ("cohort_member", "CASCADE"),
            "author_id": ("account", "SET NULL"),
        },
    )
    for column in ("member_id", "author_id"):
        op.create_index(f"ix_instructor_note_{column}", "instructor_note", [column])
    _create_table(
        "evidence_sign_off",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        _moment("signed_at"),
        sa.UniqueConstraint(
            "evidence_id",
            "member_id",
            name="uq_evidence_sign_off_evidence_id_member_id",
        ),
        foreign={
            "evidence_id": ("evidence", "CASCADE"),
            "member_id": ("cohort_member", "CASCADE"),
            "signed_by_id": ("account", "SET NULL"),
        },
    )
    for column in ("member_id", "signed_by_id"):
        op.create_index(f"ix_evidence_sign_off_{column}", "evidence_sign_off", [column])
