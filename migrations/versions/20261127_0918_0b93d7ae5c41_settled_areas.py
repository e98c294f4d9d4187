"""settled areas.

How many areas the answers settle is known when the next question is chosen; the page of the question reads it
instead of working it out again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0b93d7ae5c41"
down_revision = "f60a2c8e4d19"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sitting",
        sa.Column("settled", sa.Integer(), server_default="0", nullable=False),
    )


def downgrade() -> None:
    with op.batch_alter_table("sitting") as table:
        table.drop_column("settled")
