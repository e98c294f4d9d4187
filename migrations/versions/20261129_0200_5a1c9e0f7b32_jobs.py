"""jobs.

Work in the background has a row of its own, so that a killed worker's job is taken up again, periodic work runs once
however many processes there are, and its owner sees how far it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "5a1c9e0f7b32"
down_revision = "2e9d4b7c10aa"
branch_labels = None
depends_on = None

IS_OPEN = sa.text("state IN ('waiting', 'running', 'cancelling')")
STATES = "'waiting', 'running', 'cancelling', 'done', 'failed', 'cancelled'"


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unique_key", sa.String(80), nullable=True),
        sa.Column("period", sa.String(80), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_job_state")),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["person.id"],
            name="fk_job_owner_id_person",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
        sa.UniqueConstraint("key", name="uq_job_key"),
        sa.UniqueConstraint("kind", "period", name="uq_job_kind_period"),
    )
    op.create_index("ix_job_state_due_at", "job", ["state", "due_at"])
    op.create_index("ix_job_owner_id", "job", ["owner_id"])
    op.create_index(
        "uq_job_open_unique_key",
        "job",
        ["unique_key"],
        unique=True,
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )


def downgrade() -> None:
    op.drop_table("job")
