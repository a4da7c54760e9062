"""What was due, what was sent, what came in, who did what."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    _occurrences()
    _outbox()
    _outbox_attempts()
    _outbox_gates()
    _inbound()
    _audit()
    _meta()


def _occurrences() -> None:
    op.create_table(
        "occurrences",
        sa.Column("key", KEY, nullable=False),
        sa.Column("ritual", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late_after", sa.BigInteger(), nullable=True),
        sa.Column("team", KEY, nullable=True),
        sa.Column("person", KEY, nullable=True),
        sa.Column("cycle", sa.Integer(), nullable=True),
        sa.Column("kpi", KEY, nullable=True),
        sa.Column("subject", sa.Integer(), nullable=True),
        sa.Column("period", KEY, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_occurrences"),
    )
    op.create_index("ix_occurrences_state_claimed_at", "occurrences", ["state", "claimed_at"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("to", KEY, nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=False),
        sa.Column("follows", KEY, nullable=True),
        sa.Column("in_thread", sa.Boolean(), nullable=False),
        sa.Column("channel", KEY, nullable=True),
        sa.Column("ts", KEY, nullable=True),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("floor_ts", KEY, nullable=True),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.BigInteger(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reconciled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index("ix_outbox_kind", "outbox", ["kind"])
    op.create_index(
        "ix_outbox_line",
        "outbox",
        ["to", "number", "due_at", "created_at"],
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "ix_outbox_unsent",
        "outbox",
        ["state"],
        sqlite_where=sa.text("state <> 'sent'"),
        postgresql_where=sa.text("state <> 'sent'"),
    )
    op.create_index(
        "ux_outbox_one_in_flight",
        "outbox",
        ["to"],
        unique=True,
        sqlite_where=sa.text("state IN ('leased', 'sending')"),
        postgresql_where=sa.text("state IN ('leased', 'sending')"),
    )


def _outbox_attempts() -> None:
    op.create_table(
        "outbox_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery", KEY, nullable=False),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("owner", KEY, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_attempts"),
    )
    op.create_index("ix_outbox_attempts_delivery", "outbox_attempts", ["delivery"])


def _outbox_gates() -> None:
    op.create_table(
        "outbox_gates",
        sa.Column("address", KEY, nullable=False),
        sa.Column("channel", KEY, nullable=True),
        sa.Column("next_ok_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("floor_ts", KEY, nullable=True),
        sa.Column("blocked_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("address", name="pk_outbox_gates"),
    )


def _inbound() -> None:
    op.create_table(
        "inbound",
        sa.Column("key", KEY, nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_inbound"),
    )
    op.create_index("ix_inbound_at", "inbound", ["at"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor", KEY, nullable=False),
        sa.Column("action", KEY, nullable=False),
        sa.Column("subject", KEY, nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])


def _meta() -> None:
    op.create_table(
        "meta",
        sa.Column("name", KEY, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
