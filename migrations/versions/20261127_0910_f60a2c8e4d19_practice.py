"""practice.

Answers given to learn and not to be measured: they never move a level, and a question that was practised is not
used to measure that person for 60 days.
"""

import sqlalchemy as sa
from alembic import op

revision = "f60a2c8e4d19"
down_revision = "e5f7b1930c24"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "practice_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("question_version_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("dont_know", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_practice_answer_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["question_version_id"],
            ["question_version.id"],
            name=op.f("fk_practice_answer_question_version_id_question_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_answer")),
        sa.UniqueConstraint("key", name=op.f("uq_practice_answer_key")),
        sa.UniqueConstraint(
            "person_id",
            "question_version_id",
            "turn",
            name=op.f("uq_practice_answer_person_id_question_version_id_turn"),
        ),
    )
    op.create_index(
        op.f("ix_practice_answer_question_version_id"),
        "practice_answer",
        ["question_version_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_practice_answer_question_version_id"), table_name="practice_answer"
    )
    op.drop_table("practice_answer")
