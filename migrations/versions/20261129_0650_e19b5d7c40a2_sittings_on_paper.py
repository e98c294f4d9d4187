"""sittings on paper.

A sitting says whether it was taken on a screen or on paper. Nobody knows how long an answer on paper took, so the
seconds of an answer may be null.
"""

import sqlalchemy as sa
from alembic import op

revision = "e19b5d7c40a2"
down_revision = "3a9d51c7e8f4"
branch_labels = None
depends_on = None

#: Rules about the new column, by name.
RULES = {
    "sittingmedium": "medium IN ('screen', 'paper')",
    "paper_is_finished": "medium = 'screen' OR state = 'finished'",
}


def upgrade() -> None:
    with op.batch_alter_table("sitting") as table:
        table.add_column(
            sa.Column("medium", sa.String(80), server_default="screen", nullable=False)
        )
        for rule, condition in RULES.items():
            table.create_check_constraint(op.f(f"ck_sitting_{rule}"), condition)
    with op.batch_alter_table("answer") as table:
        table.alter_column("seconds", existing_type=sa.Float(), nullable=True)


def downgrade() -> None:
    op.execute("UPDATE answer SET seconds = 0 WHERE seconds IS NULL")
    with op.batch_alter_table("answer") as table:
        table.alter_column("seconds", existing_type=sa.Float(), nullable=False)
    with op.batch_alter_table("sitting") as table:
        for rule in RULES:
            table.drop_constraint(op.f(f"ck_sitting_{rule}"), type_="check")
        table.drop_column("medium")
