"""outgoing mail.

An email is written in the transaction of what it is about and sent by a job, so that no page waits for a mail server
and no email tells of something that was not kept. Its text can hold a link that lets somebody in: it is stored sealed,
and only until it is sent.
"""

import sqlalchemy as sa
from alembic import op

revision = "7e1d4ac95b20"
down_revision = "e4b8027d61fa"
branch_labels = None
depends_on = None

STATES = "'waiting', 'sent', 'refused', 'expired'"
FAULTS = (
    "'unknown-host', 'no-connection', 'encryption', 'sign-in', 'sender', 'recipient', 'content', 'answer',"
    " 'folder'"
)


def upgrade() -> None:
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("sealed_text", sa.Text(), nullable=True),
        sa.Column("state", sa.String(80), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(80), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            f"state IN ({STATES})", name=op.f("ck_outgoing_mail_mailstate")
        ),
        sa.CheckConstraint(
            f"fault IN ({FAULTS})", name=op.f("ck_outgoing_mail_mailfault")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name="fk_outgoing_mail_person_id_person",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing_mail"),
        sa.UniqueConstraint("key", name="uq_outgoing_mail_key"),
    )
    op.create_index("ix_outgoing_mail_person_id", "outgoing_mail", ["person_id"])
    op.create_index(
        "ix_outgoing_mail_state_next_try_at",
        "outgoing_mail",
        ["state", "next_try_at"],
    )


def downgrade() -> None:
    op.drop_table("outgoing_mail")
