"""devices and believed time.

A browser's secret has a name, a day of its last use and an end, links can be listed and taken back, and the newest
moment that is believed is kept, so that a wrong clock deletes nobody.
"""

import sqlalchemy as sa
from alembic import op

revision = "2e9d4b7c10aa"
down_revision = "2fb95c1e6d04"
branch_labels = None
depends_on = None

#: Random enough for a name that is never a way in.
KEY = {
    "sqlite": "lower(hex(randomblob(6)))",
    "postgresql": "substr(md5(random()::text || id::text), 1, 12)",
}
LATER = {
    "sqlite": "datetime({moment}, '+400 days')",
    "postgresql": "{moment} + interval '400 days'",
}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    with op.batch_alter_table("person_secret") as table:
        table.add_column(sa.Column("key", sa.String(16)))
        table.add_column(sa.Column("name", sa.String(80)))
        table.add_column(sa.Column("used_on", sa.Date()))
        table.add_column(sa.Column("lifetime_days", sa.Integer()))
        table.add_column(sa.Column("expires_at", sa.DateTime(timezone=True)))
    with op.batch_alter_table("resume_code") as table:
        table.add_column(sa.Column("key", sa.String(16)))
    op.execute(f"UPDATE resume_code SET key = {KEY[dialect]}")  # noqa: S608  # fixed words
    last_day = "(SELECT seen_on FROM person WHERE person.id = person_secret.person_id)"
    moment = f"CAST({last_day} AS timestamp)" if dialect == "postgresql" else last_day
    later = LATER[dialect].format(moment=moment)
    op.execute(
        # Fixed words, nothing that anybody typed.
        f"UPDATE person_secret SET key = {KEY[dialect]}, name = 'a browser', used_on = {last_day},"  # noqa: S608
        f" lifetime_days = 400, expires_at = {later}"
    )
    with op.batch_alter_table("person_secret") as table:
        for name in ("key", "name", "used_on", "lifetime_days", "expires_at"):
            table.alter_column(name, nullable=False)
        table.create_unique_constraint("uq_person_secret_key", ["key"])
    with op.batch_alter_table("resume_code") as table:
        table.alter_column("key", nullable=False)
        table.create_unique_constraint("uq_resume_code_key", ["key"])
    op.create_table(
        "clock_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("believed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("jump_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("jump_last_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_clock_mark"),
    )


def downgrade() -> None:
    op.drop_table("clock_mark")
    with op.batch_alter_table("resume_code") as table:
        table.drop_constraint("uq_resume_code_key", type_="unique")
        table.drop_column("key")
    with op.batch_alter_table("person_secret") as table:
        table.drop_constraint("uq_person_secret_key", type_="unique")
        for name in ("key", "name", "used_on", "lifetime_days", "expires_at"):
            table.drop_column(name)
