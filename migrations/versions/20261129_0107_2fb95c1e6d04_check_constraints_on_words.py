"""check constraints on words.

Columns that hold one of a few words say so, so that no release and no hand can store another. `scope` goes, and
the indexes that keep one open sitting for a goal stand on `mode` and `area`. A null area equals no other, so it
takes two of them.
"""

import sqlalchemy as sa
from alembic import op

revision = "2fb95c1e6d04"
down_revision = "8e40b6d3f71a"
branch_labels = None
depends_on = None

#: Table -> column -> name of the constraint and the words.
WORDS: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {
    "sitting": {
        "state": ("sittingstate", ("open", "finished")),
        "mode": ("sittingmode", ("full", "area", "check")),
        "length": ("sittinglength", ("quick", "standard", "thorough")),
        "stop_reason": ("stopreason", ("person", "complete")),
    },
    "position": {
        "state": (
            "itemstate",
            ("presented", "skipped", "answered", "changing", "locked"),
        )
    },
    "answer": {"confidence": ("confidence", ("sure", "think", "guess"))},
    "area_result": {
        "statement": (
            "masterystatement",
            ("reached", "likely", "too close to tell", "likely not yet", "not yet"),
        )
    },
    "problem_report": {
        "kind": ("problemkind", ("key", "unclear", "outdated", "look", "other"))
    },
    "resume_code": {"kind": ("resumekind", ("link", "code"))},
}
#: Rules between columns of a sitting.
RULES = {
    "full_has_length": "(mode = 'full') = (length IS NOT NULL)",
    "area_mode_has_area": "(mode = 'area') = (area IS NOT NULL)",
}
#: Column -> which rows the index on person, goal and this column is about.
OPEN_ONE = {"mode": "state = 'open' AND area IS NULL", "area": "state = 'open'"}


def upgrade() -> None:
    for name, columns in WORDS.items():
        with op.batch_alter_table(name) as table:
            for column, (constraint, words) in columns.items():
                listed = ", ".join(f"'{word}'" for word in words)
                table.create_check_constraint(
                    op.f(f"ck_{name}_{constraint}"), f"{column} IN ({listed})"
                )
            if name == "sitting":
                for rule, condition in RULES.items():
                    table.create_check_constraint(op.f(f"ck_sitting_{rule}"), condition)
                table.alter_column("mode", existing_type=sa.String(80), nullable=False)
                table.drop_column("scope")
    for column, where in OPEN_ONE.items():
        op.create_index(
            f"uq_sitting_open_person_goal_{column}",
            "sitting",
            ["person_id", "goal_key", column],
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )


def downgrade() -> None:
    for column in OPEN_ONE:
        op.drop_index(f"uq_sitting_open_person_goal_{column}", table_name="sitting")
    for name, columns in WORDS.items():
        with op.batch_alter_table(name) as table:
            if name == "sitting":
                table.add_column(sa.Column("scope", sa.String(80), nullable=True))
                table.alter_column("mode", existing_type=sa.String(80), nullable=True)
                for rule in RULES:
                    table.drop_constraint(op.f(f"ck_sitting_{rule}"), type_="check")
            for constraint, _ in columns.values():
                table.drop_constraint(op.f(f"ck_{name}_{constraint}"), type_="check")
