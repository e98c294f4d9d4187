"""goals of one's own.

A goal that somebody copied and changed: required levels by area, and skills marked as required or useful. It belongs
to the person; sittings pin the levels they began with, so changing a goal changes no result.
"""

import sqlalchemy as sa
from alembic import op

revision = "b81d3f60c2e7"
down_revision = "7a20c4e1b9d3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_own_goal_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_goal")),
        sa.UniqueConstraint("key", name=op.f("uq_own_goal_key")),
    )
    op.create_index(
        op.f("ix_own_goal_person_id"), "own_goal", ["person_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_own_goal_person_id"), table_name="own_goal")
    op.drop_table("own_goal")
