"""move scope and item states.

The words of `scope` and of the short lengths move to `mode` and `area`; nothing is lost, so the way back is exact.
The states of attempt items take the terms of the field: served is presented, aside is skipped, closed is locked.
"""

import sqlalchemy as sa
from alembic import op

revision = "8e40b6d3f71a"
down_revision = "5d17f2a09c3e"
branch_labels = None
depends_on = None

STATES = {"served": "presented", "aside": "skipped", "closed": "locked"}

sitting = sa.table(
    "sitting",
    *(sa.column(name, sa.String) for name in ("mode", "area", "scope", "length")),
)
position = sa.table("position", sa.column("state", sa.String))


def upgrade() -> None:
    op.execute(sitting.update().where(sitting.c.scope == "all").values(mode="full"))
    op.execute(
        sitting.update()
        .where(sitting.c.scope == "check")
        .values(mode="check", length=sa.null())
    )
    op.execute(
        sitting.update()
        .where(sitting.c.mode.is_(None))
        .values(mode="area", area=sitting.c.scope, length=sa.null())
    )
    for old, new in STATES.items():
        op.execute(position.update().where(position.c.state == old).values(state=new))


def downgrade() -> None:
    for old, new in STATES.items():
        op.execute(position.update().where(position.c.state == new).values(state=old))
    op.execute(sitting.update().where(sitting.c.mode == "full").values(scope="all"))
    op.execute(
        sitting.update()
        .where(sitting.c.mode == "check")
        .values(scope="check", length="check")
    )
    op.execute(
        sitting.update()
        .where(sitting.c.mode == "area")
        .values(scope=sitting.c.area, length="settle")
    )
