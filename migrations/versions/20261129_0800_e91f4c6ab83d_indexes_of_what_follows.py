"""indexes of what follows a sitting.

A result page asks which sittings continue a sitting, and deleting one asks whose plan names it. Without an index both
read their whole table. The latest sittings of a goal are found by goal and number together.
"""

from alembic import op

revision = "e91f4c6ab83d"
down_revision = "a4d81c3e70f5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_sitting_follows_id", "sitting", ["follows_id"])
    op.create_index("ix_training_plan_sitting_id", "training_plan", ["sitting_id"])
    op.create_index("ix_sitting_goal_key_id", "sitting", ["goal_key", "id"])
    op.drop_index("ix_sitting_goal_key", "sitting")


def downgrade() -> None:
    op.create_index("ix_sitting_goal_key", "sitting", ["goal_key"])
    op.drop_index("ix_sitting_goal_key_id", "sitting")
    op.drop_index("ix_training_plan_sitting_id", "training_plan")
    op.drop_index("ix_sitting_follows_id", "sitting")
