"""report codes.

Each report carries a code by which anybody who holds it can check it, until its owner turns the code off. The
digests of the files that were made tell a report that was altered.
"""

import sqlalchemy as sa
from alembic import op

revision = "b2f6d0c81e47"
down_revision = "e91f4c6ab83d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["sitting_id"],
            ["sitting.id"],
            name="fk_report_code_sitting_id_sitting",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_report_code"),
        sa.UniqueConstraint("code", name="uq_report_code_code"),
    )
    op.create_index("ix_report_code_sitting_id", "report_code", ["sitting_id"])
    op.create_table(
        "report_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_code_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_code_id"],
            ["report_code.id"],
            name="fk_report_file_report_code_id_report_code",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_report_file"),
        sa.UniqueConstraint(
            "report_code_id", "digest", name="uq_report_file_report_code_id_digest"
        ),
    )
    op.create_index("ix_report_file_report_code_id", "report_file", ["report_code_id"])


def downgrade() -> None:
    op.drop_table("report_file")
    op.drop_table("report_code")
