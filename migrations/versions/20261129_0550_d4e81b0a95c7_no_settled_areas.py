"""no settled areas.

How many areas are settled told whether the last answer was correct. The question page now counts the areas that
were asked about, which follows from the answers.
"""

import sqlalchemy as sa
from alembic import op

revision = "d4e81b0a95c7"
down_revision = "4b7f92d0c18e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sitting") as table:
        table.drop_column("settled")


def downgrade() -> None:
    op.add_column(
        "sitting",
        sa.Column("settled", sa.Integer(), server_default="0", nullable=False),
    )
