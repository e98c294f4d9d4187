"""booklets.

The quiz on paper: a booklet holds a fixed set of questions in a few versions, and each of its answer sheets becomes a
finished sitting once its answers are typed in.
"""

import sqlalchemy as sa
from alembic import op

revision = "a4d81c3e70f5"
down_revision = "e19b5d7c40a2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_booklet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("goal_key", sa.String(80), nullable=False),
        sa.Column("goal_name", sa.String(80), nullable=False),
        sa.Column("required", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(80), nullable=True),
        sa.Column(
            "for_others", sa.Boolean(), server_default=sa.false(), nullable=False
        ),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("bank_version", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('test', 'collection')", name=op.f("ck_paper_booklet_bookletkind")
        ),
        sa.CheckConstraint(
            "versions BETWEEN 1 AND 8", name=op.f("ck_paper_booklet_versions")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name="fk_paper_booklet_person_id_person",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_paper_booklet"),
        sa.UniqueConstraint("key", name="uq_paper_booklet_key"),
        sa.UniqueConstraint("code", name="uq_paper_booklet_code"),
    )
    op.create_index("ix_paper_booklet_person_id", "paper_booklet", ["person_id"])
    _create_questions()
    _create_sheets()


def _create_questions() -> None:
    op.create_table(
        "paper_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booklet_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question_version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booklet_id"],
            ["paper_booklet.id"],
            name="fk_paper_question_booklet_id_paper_booklet",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["question_version_id"],
            ["question_version.id"],
            name="fk_paper_question_question_version_id_question_version",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_paper_question"),
        sa.UniqueConstraint(
            "booklet_id", "number", name="uq_paper_question_booklet_id_number"
        ),
        sa.UniqueConstraint(
            "booklet_id",
            "question_version_id",
            name="uq_paper_question_booklet_id_question_version_id",
        ),
    )
    op.create_index(
        "ix_paper_question_question_version_id",
        "paper_question",
        ["question_version_id"],
    )


def _create_sheets() -> None:
    op.create_table(
        "paper_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("booklet_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("sitting_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["booklet_id"],
            ["paper_booklet.id"],
            name="fk_paper_sheet_booklet_id_paper_booklet",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name="fk_paper_sheet_person_id_person",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"],
            ["sitting.id"],
            name="fk_paper_sheet_sitting_id_sitting",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_paper_sheet"),
        sa.UniqueConstraint("key", name="uq_paper_sheet_key"),
        sa.UniqueConstraint("sitting_id", name="uq_paper_sheet_sitting_id"),
        sa.UniqueConstraint(
            "booklet_id", "number", name="uq_paper_sheet_booklet_id_number"
        ),
    )
    op.create_index("ix_paper_sheet_person_id", "paper_sheet", ["person_id"])


def downgrade() -> None:
    for table in ("paper_sheet", "paper_question", "paper_booklet"):
        op.drop_table(table)
