"""result names.

A person may put a name or nickname on a result: thirty shared results without one cannot be told apart.
"""

import sqlalchemy as sa
from alembic import op

revision = "7c3e1fa0b25d"
down_revision = "d4e81b0a95c7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "result_name",
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"],
            ["sitting.id"],
            name="fk_result_name_sitting_id_sitting",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sitting_id", name="pk_result_name"),
    )


def downgrade() -> None:
    op.drop_table("result_name")
