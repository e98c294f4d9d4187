"""calibrations.

What many answers say of the questions is kept as a set, published as a whole, and named by the sittings that are
measured with it.
"""

import sqlalchemy as sa
from alembic import op

revision = "c83e5d21f04a"
down_revision = "0b93d7ae5c41"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calibration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sittings", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_calibration"),
        sa.UniqueConstraint("key", name="uq_calibration_key"),
    )
    op.add_column("sitting", sa.Column("calibration", sa.String(80), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sitting") as table:
        table.drop_column("calibration")
    op.drop_table("calibration")
