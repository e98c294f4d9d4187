"""confidence and self-rating.

How sure somebody was of an answer, and where they thought they stood before the first question. Both are
optional, shown beside what was measured, and never part of it.
"""

import sqlalchemy as sa
from alembic import op

revision = "7a20c4e1b9d3"
down_revision = "3c1a7e54d0b2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "answer", sa.Column("confidence", sa.String(length=80), nullable=True)
    )
    op.add_column(
        "sitting",
        sa.Column(
            "asks_confidence", sa.Boolean(), server_default=sa.false(), nullable=False
        ),
    )
    op.add_column("sitting", sa.Column("claimed", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sitting") as table:
        table.drop_column("claimed")
        table.drop_column("asks_confidence")
    with op.batch_alter_table("answer") as table:
        table.drop_column("confidence")
