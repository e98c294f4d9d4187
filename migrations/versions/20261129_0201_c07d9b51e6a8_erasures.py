"""erasures.

A backup is older than some deletions. What is kept of a deleted person is a hash of their random key, so that
restoring a backup deletes them again.
"""

import sqlalchemy as sa
from alembic import op

revision = "c07d9b51e6a8"
down_revision = "5a1c9e0f7b32"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column(
            "erased_at",
            sa.DateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("key_hash", name="pk_erasure"),
    )


def downgrade() -> None:
    op.drop_table("erasure")
