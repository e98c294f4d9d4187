"""consent and audit.

Somebody who agrees to something agrees to a version of a text; people see what others with a role did about them; and
a reported problem belongs to whoever wrote it, so that it goes with them.
"""

import sqlalchemy as sa
from alembic import op

revision = "4b7f92d0c18e"
down_revision = "d52b8e94f713"
branch_labels = None
depends_on = None

ROLES = "'administrator', 'instructor', 'operator'"
ACTIONS = (
    "'saw-account', 'saw-result', 'saw-answers', 'downloaded-result', 'made-sign-in-link', 'gave-role', 'took-role',"
    " 'closed-account', 'opened-account', 'signed-out', 'removed-second-factor', 'exported-data'"
)


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("version", sa.String(80), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "subject IN ('privacy-notice')", name=op.f("ck_consent_consentsubject")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name="fk_consent_person_id_person",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
    )
    op.create_index("ix_consent_person_id", "consent", ["person_id"])
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("actor_account_id", sa.Integer(), nullable=True),
        sa.Column("actor_role", sa.String(80), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(80), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            f"actor_role IN ({ROLES})", name=op.f("ck_audit_entry_actorrole")
        ),
        sa.CheckConstraint(
            f"action IN ({ACTIONS})", name=op.f("ck_audit_entry_auditaction")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name="fk_audit_entry_person_id_person",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["actor_account_id"],
            ["account.id"],
            name="fk_audit_entry_actor_account_id_account",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_audit_entry_organisation_id_organisation",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entry"),
    )
    op.create_index("ix_audit_entry_person_id", "audit_entry", ["person_id"])
    op.create_index(
        "ix_audit_entry_actor_account_id", "audit_entry", ["actor_account_id"]
    )
    with op.batch_alter_table("problem_report") as batch:
        batch.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            "fk_problem_report_person_id_person",
            "person",
            ["person_id"],
            ["id"],
            ondelete="CASCADE",
        )
        batch.create_index("ix_problem_report_person_id", ["person_id"])


def downgrade() -> None:
    with op.batch_alter_table("problem_report") as batch:
        batch.drop_index("ix_problem_report_person_id")
        batch.drop_constraint("fk_problem_report_person_id_person", type_="foreignkey")
        batch.drop_column("person_id")
    op.drop_table("audit_entry")
    op.drop_table("consent")
