"""columns for mode and area.

`scope` says what a sitting is about (all areas, a check, or the key of one area) and `length` repeats the short
kinds of it. Each meaning gets a column of its own, still empty here: moving the rows is the next migration. The old
columns may be null from here on, and the index on the old one goes, since new rows do not fill it.
"""

import sqlalchemy as sa
from alembic import op

revision = "5d17f2a09c3e"
down_revision = "c83e5d21f04a"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.drop_index("uq_sitting_open_person_goal_scope", table_name="sitting")
    with op.batch_alter_table("sitting") as table:
        table.add_column(sa.Column("mode", sa.String(80), nullable=True))
        table.add_column(sa.Column("area", sa.String(80), nullable=True))
        table.alter_column("scope", existing_type=sa.String(80), nullable=True)
        table.alter_column("length", existing_type=sa.String(80), nullable=True)


def downgrade() -> None:
    with op.batch_alter_table("sitting") as table:
        table.alter_column("length", existing_type=sa.String(80), nullable=False)
        table.alter_column("scope", existing_type=sa.String(80), nullable=False)
        table.drop_column("area")
        table.drop_column("mode")
    op.create_index(
        "uq_sitting_open_person_goal_scope",
        "sitting",
        ["person_id", "goal_key", "scope"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
