"""origins.

Many sittings from one network must not decide how difficult a question is taken to be: what people of one network
answered counts less, the more there are of them.
"""

import sqlalchemy as sa
from alembic import op

revision = "3a9d51c7e8f4"
down_revision = "7c3e1fa0b25d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("origin_hash", sa.String(24), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.drop_column("origin_hash")
