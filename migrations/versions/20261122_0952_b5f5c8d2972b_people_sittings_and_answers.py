"""people, sittings and answers.

The first schema: people known by a secret, sittings with their positions and answers, results by
area, every content a question was shown with, reports of problems, web sessions and the counters
of limits.
"""

import sqlalchemy as sa
from alembic import op

revision = "b5f5c8d2972b"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "limit_counter",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_limit_counter")),
    )
    op.create_index(
        op.f("ix_limit_counter_expires_at"),
        "limit_counter",
        ["expires_at"],
        unique=False,
    )

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column(
            "is_example", sa.Boolean(), server_default=sa.false(), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("key", name=op.f("uq_person_key")),
    )
    op.create_table(
        "quarantine",
        sa.Column("question_key", sa.String(length=80), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("question_key", name=op.f("pk_quarantine")),
    )
    op.create_table(
        "question_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_version")),
        sa.UniqueConstraint("digest", name=op.f("uq_question_version_digest")),
    )
    op.create_index(
        op.f("ix_question_version_key"), "question_version", ["key"], unique=False
    )

    op.create_table(
        "web_session",
        sa.Column("id_hash", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_web_session")),
    )
    op.create_index(
        op.f("ix_web_session_expires_at"), "web_session", ["expires_at"], unique=False
    )

    op.create_table(
        "person_secret",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_person_secret_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_secret")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_person_secret_secret_hash")),
    )
    op.create_index(
        op.f("ix_person_secret_person_id"), "person_secret", ["person_id"], unique=False
    )

    op.create_table(
        "problem_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_version_id"],
            ["question_version.id"],
            name=op.f("fk_problem_report_question_version_id_question_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_report")),
    )
    op.create_index(
        op.f("ix_problem_report_question_version_id"),
        "problem_report",
        ["question_version_id"],
        unique=False,
    )

    op.create_table(
        "resume_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_resume_code_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resume_code")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_resume_code_secret_hash")),
    )
    op.create_index(
        op.f("ix_resume_code_person_id"), "resume_code", ["person_id"], unique=False
    )

    op.create_table(
        "sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("goal_key", sa.String(length=80), nullable=False),
        sa.Column("goal_name", sa.String(length=80), nullable=False),
        sa.Column("required", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=80), nullable=True),
        sa.Column("length", sa.String(length=80), nullable=False),
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("prior", sa.JSON(), nullable=True),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("bank_version", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=80), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stop_reason", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["follows_id"],
            ["sitting.id"],
            name=op.f("fk_sitting_follows_id_sitting"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_sitting_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
        sa.UniqueConstraint("key", name=op.f("uq_sitting_key")),
    )
    op.create_index(op.f("ix_sitting_goal_key"), "sitting", ["goal_key"], unique=False)
    op.create_index(
        op.f("ix_sitting_person_id"), "sitting", ["person_id"], unique=False
    )
    op.create_index(
        "uq_sitting_open_person_goal_scope",
        "sitting",
        ["person_id", "goal_key", "scope"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )

    op.create_table(
        "area_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=80), nullable=False),
        sa.Column("theta", sa.Double(), nullable=False),
        sa.Column("sd", sa.Double(), nullable=False),
        sa.Column("level", sa.Double(), nullable=False),
        sa.Column("low", sa.Double(), nullable=False),
        sa.Column("high", sa.Double(), nullable=False),
        sa.Column("required", sa.Double(), nullable=False),
        sa.Column("p_reached", sa.Double(), nullable=False),
        sa.Column("statement", sa.String(length=80), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("quantiles", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"],
            ["sitting.id"],
            name=op.f("fk_area_result_sitting_id_sitting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_result")),
        sa.UniqueConstraint(
            "sitting_id", "area", name=op.f("uq_area_result_sitting_id_area")
        ),
    )
    op.create_table(
        "position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question_version_id", sa.Integer(), nullable=False),
        sa.Column("option_order", sa.JSON(), nullable=False),
        sa.Column("token", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=80), nullable=False),
        sa.Column("skips", sa.Integer(), nullable=False),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_version_id"],
            ["question_version.id"],
            name=op.f("fk_position_question_version_id_question_version"),
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"],
            ["sitting.id"],
            name=op.f("fk_position_sitting_id_sitting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        sa.UniqueConstraint(
            "sitting_id", "number", name=op.f("uq_position_sitting_id_number")
        ),
        sa.UniqueConstraint(
            "sitting_id",
            "question_version_id",
            name=op.f("uq_position_sitting_id_question_version_id"),
        ),
    )
    op.create_index(
        op.f("ix_position_question_version_id"),
        "position",
        ["question_version_id"],
        unique=False,
    )

    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("dont_know", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["position_id"],
            ["position.id"],
            name=op.f("fk_answer_position_id_position"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("position_id", name=op.f("uq_answer_position_id")),
    )


def downgrade() -> None:
    op.drop_table("answer")
    op.drop_index(op.f("ix_position_question_version_id"), table_name="position")

    op.drop_table("position")
    op.drop_table("area_result")
    op.drop_index(
        "uq_sitting_open_person_goal_scope",
        table_name="sitting",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index(op.f("ix_sitting_person_id"), table_name="sitting")
    op.drop_index(op.f("ix_sitting_goal_key"), table_name="sitting")

    op.drop_table("sitting")
    op.drop_index(op.f("ix_resume_code_person_id"), table_name="resume_code")

    op.drop_table("resume_code")
    op.drop_index(
        op.f("ix_problem_report_question_version_id"), table_name="problem_report"
    )

    op.drop_table("problem_report")
    op.drop_index(op.f("ix_person_secret_person_id"), table_name="person_secret")

    op.drop_table("person_secret")
    op.drop_index(op.f("ix_web_session_expires_at"), table_name="web_session")

    op.drop_table("web_session")
    op.drop_index(op.f("ix_question_version_key"), table_name="question_version")

    op.drop_table("question_version")
    op.drop_table("quarantine")
    op.drop_table("person")
    op.drop_index(op.f("ix_limit_counter_expires_at"), table_name="limit_counter")

    op.drop_table("limit_counter")
