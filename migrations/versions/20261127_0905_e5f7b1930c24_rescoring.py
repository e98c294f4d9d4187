"""rescoring.

A faulty question can be left out of results that are there already. What was done, why and with which effect is kept,
so that it can be told to the people concerned and taken back.
"""

import sqlalchemy as sa
from alembic import op

revision = "e5f7b1930c24"
down_revision = "d4e92a7710bf"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "position",
        sa.Column("left_out", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "rescoring",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=80), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rescoring")),
    )
    op.create_table(
        "rescored_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rescoring_id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rescoring_id"],
            ["rescoring.id"],
            name=op.f("fk_rescored_result_rescoring_id_rescoring"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"],
            ["sitting.id"],
            name=op.f("fk_rescored_result_sitting_id_sitting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rescored_result")),
        sa.UniqueConstraint(
            "rescoring_id",
            "sitting_id",
            name=op.f("uq_rescored_result_rescoring_id_sitting_id"),
        ),
    )
    op.create_index(
        op.f("ix_rescored_result_sitting_id"),
        "rescored_result",
        ["sitting_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_rescored_result_sitting_id"), table_name="rescored_result")
    op.drop_table("rescored_result")
    op.drop_table("rescoring")
    with op.batch_alter_table("position") as table:
        table.drop_column("left_out")
