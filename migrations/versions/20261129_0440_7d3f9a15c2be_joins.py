"""joins.

Whoever joins two browsers stays as one person, and backups from before the join know two. Deleting that person later
has to erase both, so a hash of the one that was taken away is kept with the one that stayed.
"""

import sqlalchemy as sa
from alembic import op

revision = "7d3f9a15c2be"
down_revision = "c07d9b51e6a8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_join",
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name="fk_person_join_person_id_person",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key_hash", name="pk_person_join"),
    )
    op.create_index("ix_person_join_person_id", "person_join", ["person_id"])


def downgrade() -> None:
    op.drop_table("person_join")
