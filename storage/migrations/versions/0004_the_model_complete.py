"""Key result kinds and their adjustments, guardrails, the loop, dismissals."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")
EXACT = sa.Text().with_variant(sa.Numeric(), "postgresql")


def upgrade() -> None:
    _key_results()
    op.add_column("objectives", sa.Column("guardrails", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("scores", sa.Column("as_set", EXACT, nullable=True))
    _adjustments()
    _dismissals()


def _key_results() -> None:
    for column in (
        sa.Column("low", EXACT, nullable=True),
        sa.Column("high", EXACT, nullable=True),
        sa.Column("checkpoints", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("predecessor", sa.Integer(), nullable=True),
        sa.Column("origin_alert", sa.Integer(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
    ):
        op.add_column("key_results", column)
    op.create_index("ix_key_results_origin_alert", "key_results", ["origin_alert"])


def _adjustments() -> None:
    op.create_table(
        "adjustments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_result", sa.Integer(), nullable=False),
        sa.Column("by", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("baseline", EXACT, nullable=True),
        sa.Column("target", EXACT, nullable=True),
        sa.Column("low", EXACT, nullable=True),
        sa.Column("high", EXACT, nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["key_result"], ["key_results.id"], name="fk_adjustments_key_result"),
        sa.PrimaryKeyConstraint("id", name="pk_adjustments"),
    )
    op.create_index("ix_adjustments_key_result", "adjustments", ["key_result"])


def _dismissals() -> None:
    op.create_table(
        "dismissals",
        sa.Column("subject", KEY, nullable=False),
        sa.Column("rule", KEY, nullable=False),
        sa.Column("by", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "rule", name="pk_dismissals"),
    )
