"""erasures without time.

Nothing asks when somebody was deleted, and what is kept of a deleted person is as little as possible: a hash.
"""

import sqlalchemy as sa
from alembic import op

revision = "e4b8027d61fa"
down_revision = "7d3f9a15c2be"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("erasure") as table:
        table.drop_column("erased_at")


def downgrade() -> None:
    # SQLite adds no column whose default is the present time, so the table is made again there.
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table(
        "erasure", recreate="always" if is_sqlite else "never"
    ) as table:
        table.add_column(
            sa.Column(
                "erased_at",
                sa.DateTime(timezone=True),
                server_default=sa.func.current_timestamp(),
                nullable=False,
            )
        )
