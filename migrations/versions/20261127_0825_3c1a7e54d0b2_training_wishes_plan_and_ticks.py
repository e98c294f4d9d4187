"""training wishes, plan and ticks.

What a person says of hours and money is kept with the sitting; the plan and what is ticked off belong to the
person, so that a later sitting can renew the plan and nothing ticked is lost. A sitting may ask about some
objectives alone: that is the check of a plan.
"""

import sqlalchemy as sa
from alembic import op

revision = "3c1a7e54d0b2"
down_revision = "b5f5c8d2972b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sitting", sa.Column("objectives", sa.JSON(), nullable=True))
    op.create_table(
        "training_wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"],
            ["sitting.id"],
            name=op.f("fk_training_wishes_sitting_id_sitting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_wishes")),
        sa.UniqueConstraint("sitting_id", name=op.f("uq_training_wishes_sitting_id")),
    )
    op.create_table(
        "training_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=True),
        sa.Column("goal_name", sa.String(length=80), nullable=False),
        sa.Column("required", sa.JSON(), nullable=False),
        sa.Column("route_key", sa.String(length=80), nullable=False),
        sa.Column("hours", sa.Double(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("order", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_training_plan_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"],
            ["sitting.id"],
            name=op.f("fk_training_plan_sitting_id_sitting"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_plan")),
        sa.UniqueConstraint("key", name=op.f("uq_training_plan_key")),
        sa.UniqueConstraint("person_id", name=op.f("uq_training_plan_person_id")),
    )
    op.create_table(
        "learned_objective",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("objective", sa.String(length=80), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_learned_objective_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_objective")),
        sa.UniqueConstraint(
            "person_id",
            "objective",
            name=op.f("uq_learned_objective_person_id_objective"),
        ),
    )


def downgrade() -> None:
    op.drop_table("learned_objective")
    op.drop_table("training_plan")
    op.drop_table("training_wishes")
    with op.batch_alter_table("sitting") as table:
        table.drop_column("objectives")
