"""organisations and roles.

Instructors belong to organisations; administrators and authors have their role on the whole site. Each role says whether
it was given by hand, so that a provider of identity takes away only what it gave.
"""

import sqlalchemy as sa
from alembic import op

revision = "d52b8e94f713"
down_revision = "a83f10d6c92e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("key", name=op.f("uq_organisation_key")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(80), nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('instructor')", name=op.f("ck_membership_memberrole")
        ),
        sa.CheckConstraint(
            "source IN ('hand', 'provider')", name=op.f("ck_membership_rolesource")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_membership_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_membership_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "organisation_id",
            "account_id",
            "role",
            name=op.f("uq_membership_organisation_id_account_id_role"),
        ),
    )
    op.create_index(
        op.f("ix_membership_account_id"), "membership", ["account_id"], unique=False
    )
    op.create_index(
        op.f("ix_membership_organisation_id"),
        "membership",
        ["organisation_id"],
        unique=False,
    )

    op.create_table(
        "site_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(80), nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('administrator', 'author')",
            name=op.f("ck_site_role_siterolename"),
        ),
        sa.CheckConstraint(
            "source IN ('hand', 'provider')", name=op.f("ck_site_role_rolesource")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_site_role_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_role")),
        sa.UniqueConstraint(
            "account_id", "role", name=op.f("uq_site_role_account_id_role")
        ),
    )
    op.create_index(
        op.f("ix_site_role_account_id"), "site_role", ["account_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("site_role")
    op.drop_table("membership")
    op.drop_table("organisation")
