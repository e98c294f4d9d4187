"""evidence and shared results.

What somebody adds that questions cannot see, a repository or a running project, and links by which a result may be
read by others until they expire or are taken back. Of a link only the hash of its secret is kept.
"""

import sqlalchemy as sa
from alembic import op

revision = "d4e92a7710bf"
down_revision = "b81d3f60c2e7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_evidence_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("key", name=op.f("uq_evidence_key")),
    )
    op.create_index(
        op.f("ix_evidence_person_id"), "evidence", ["person_id"], unique=False
    )
    op.create_table(
        "share_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"],
            ["sitting.id"],
            name=op.f("fk_share_link_sitting_id_sitting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_link")),
        sa.UniqueConstraint("key", name=op.f("uq_share_link_key")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_share_link_secret_hash")),
    )
    op.create_index(
        op.f("ix_share_link_sitting_id"), "share_link", ["sitting_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_share_link_sitting_id"), table_name="share_link")
    op.drop_table("share_link")
    op.drop_index(op.f("ix_evidence_person_id"), table_name="evidence")
    op.drop_table("evidence")
