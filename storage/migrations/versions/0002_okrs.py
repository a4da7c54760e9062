"""Cycles, objectives, key results and what is said about them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")
EXACT = sa.Text().with_variant(sa.Numeric(), "postgresql")


def upgrade() -> None:
    _cycles()
    _objectives()
    _key_results()
    _checkins()
    _prompts()
    _scores()
    _what_objectives_serve()


def _cycles() -> None:
    op.create_table(
        "cycles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", KEY, nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("activated_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_cycles"),
        sa.UniqueConstraint("name", name="uq_cycles_name"),
    )


def _objectives() -> None:
    op.create_table(
        "objectives",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("team", KEY, nullable=False),
        sa.Column("owner", KEY, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("parent_objective", sa.Integer(), nullable=True),
        sa.Column("parent_key_result", sa.Integer(), nullable=True),
        sa.Column("external_id", KEY, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_objectives"),
        sa.UniqueConstraint("cycle", "external_id", name="uq_objectives_cycle_external_id"),
        sa.ForeignKeyConstraint(["cycle"], ["cycles.id"], name="fk_objectives_cycle"),
        sa.ForeignKeyConstraint(
            ["parent_key_result"],
            ["key_results.id"],
            name="fk_objectives_parent_key_result",
            deferrable=True,
            initially="DEFERRED",
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["parent_objective"],
            ["objectives.id"],
            name="fk_objectives_parent_objective",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(["team"], ["teams.key"], name="fk_objectives_team"),
    )
    op.create_index("ix_objectives_team", "objectives", ["team"])


def _key_results() -> None:
    op.create_table(
        "key_results",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("objective", sa.Integer(), nullable=False),
        sa.Column("owner", KEY, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("baseline", EXACT, nullable=True),
        sa.Column("target", EXACT, nullable=True),
        sa.Column("weight", EXACT, nullable=False),
        sa.Column("milestones", sa.Text(), nullable=False),
        sa.Column("kpi", KEY, nullable=True),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("external_id", KEY, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_key_results"),
        sa.UniqueConstraint("objective", "external_id", name="uq_key_results_objective_external_id"),
        sa.ForeignKeyConstraint(
            ["kpi"], ["kpis.key"], name="fk_key_results_kpi", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["objective"], ["objectives.id"], name="fk_key_results_objective", deferrable=True, initially="DEFERRED"
        ),
    )
    op.create_index("ix_key_results_kpi", "key_results", ["kpi"])
    op.create_index("ix_key_results_owner", "key_results", ["owner"])


def _checkins() -> None:
    op.create_table(
        "checkins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_result", sa.Integer(), nullable=False),
        sa.Column("by", KEY, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value", EXACT, nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("blocker", sa.Text(), nullable=False),
        sa.Column("done_steps", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("submission", KEY, nullable=True),
        sa.Column("content", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_checkins"),
        sa.UniqueConstraint("submission", "key_result", "content", name="uq_checkins_submission_key_result_content"),
        sa.ForeignKeyConstraint(["corrects"], ["checkins.id"], name="fk_checkins_corrects"),
        sa.ForeignKeyConstraint(["key_result"], ["key_results.id"], name="fk_checkins_key_result"),
    )
    op.create_index("ix_checkins_key_result_at", "checkins", ["key_result", "at"])


def _prompts() -> None:
    op.create_table(
        "prompts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("person", KEY, nullable=False),
        sa.Column("owner", KEY, nullable=False),
        sa.Column("key_results", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("skipped", sa.Text(), nullable=False),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_prompts"),
        sa.UniqueConstraint("cycle", "owner", "due_on", name="uq_prompts_cycle_owner_due_on"),
        sa.ForeignKeyConstraint(["cycle"], ["cycles.id"], name="fk_prompts_cycle"),
    )
    op.create_index("ix_prompts_person_state", "prompts", ["person", "state"])


def _scores() -> None:
    op.create_table(
        "scores",
        sa.Column("key_result", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("suggested", EXACT, nullable=False),
        sa.Column("given", EXACT, nullable=False),
        sa.Column("by", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("learning", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("cause", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("key_result", name="pk_scores"),
        sa.ForeignKeyConstraint(["key_result"], ["key_results.id"], name="fk_scores_key_result"),
    )


def _what_objectives_serve() -> None:
    """Objectives and key results point to each other; SQLite, which cannot add a key later, has it in the table."""
    if op.get_bind().dialect.name == "postgresql":
        op.create_foreign_key(
            "fk_objectives_parent_key_result",
            "objectives",
            "key_results",
            ["parent_key_result"],
            ["id"],
            deferrable=True,
            initially="DEFERRED",
        )
