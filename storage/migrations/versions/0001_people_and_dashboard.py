"""Teams, people, and the dashboard."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")
EXACT = sa.Text().with_variant(sa.Numeric(), "postgresql")


def upgrade() -> None:
    _teams()
    _people()
    _subscriptions()
    _kpis()
    _readings()
    _evaluations()
    _alerts()
    _alert_notes()


def _teams() -> None:
    op.create_table(
        "teams",
        sa.Column("key", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent", KEY, nullable=True),
        sa.Column("lead", KEY, nullable=True),
        sa.Column("channel", KEY, nullable=True),
        sa.Column("timezone", KEY, nullable=False),
        sa.Column("cadence", sa.String(), nullable=False),
        sa.Column("holidays", KEY, nullable=True),
        sa.Column("echoes_checkins", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_teams"),
        sa.ForeignKeyConstraint(
            ["parent"], ["teams.key"], name="fk_teams_parent", deferrable=True, initially="DEFERRED"
        ),
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("team", KEY, nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("timezone", KEY, nullable=True),
        sa.Column("locale", KEY, nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("delegate", KEY, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.ForeignKeyConstraint(["team"], ["teams.key"], name="fk_people_team", deferrable=True, initially="DEFERRED"),
    )


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", KEY, nullable=False),
        sa.Column("to", KEY, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("timezone", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sa.UniqueConstraint("team", "to", name="uq_subscriptions_team_to"),
        sa.ForeignKeyConstraint(["team"], ["teams.key"], name="fk_subscriptions_team"),
    )


def _kpis() -> None:
    op.create_table(
        "kpis",
        sa.Column("key", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("team", KEY, nullable=False),
        sa.Column("owner", KEY, nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("frequency", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=True),
        sa.Column("grace_days", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_kpis"),
        sa.ForeignKeyConstraint(["team"], ["teams.key"], name="fk_kpis_team"),
    )
    op.create_index("ix_kpis_owner", "kpis", ["owner"])
    op.create_index("ix_kpis_team", "kpis", ["team"])


def _readings() -> None:
    op.create_table(
        "readings",
        sa.Column("kpi", KEY, nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("value", EXACT, nullable=False),
        sa.Column("learnt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("by", KEY, nullable=True),
        sa.PrimaryKeyConstraint("kpi", "period", name="pk_readings"),
        sa.ForeignKeyConstraint(["kpi"], ["kpis.key"], name="fk_readings_kpi"),
    )


def _evaluations() -> None:
    op.create_table(
        "evaluations",
        sa.Column("kpi", KEY, nullable=False),
        sa.Column("through", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("kpi", name="pk_evaluations"),
        sa.ForeignKeyConstraint(["kpi"], ["kpis.key"], name="fk_evaluations_kpi"),
    )


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kpi", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_shown", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worst", EXACT, nullable=True),
        sa.Column("worst_period", sa.Date(), nullable=True),
        sa.Column("last", EXACT, nullable=True),
        sa.Column("last_period", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", KEY, nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assigned_to", KEY, nullable=True),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lead_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
        sa.ForeignKeyConstraint(["kpi"], ["kpis.key"], name="fk_alerts_kpi"),
    )
    op.create_index("ix_alerts_kpi_opened_at", "alerts", ["kpi", "opened_at"])
    op.create_index(
        "ux_alerts_one_open",
        "alerts",
        ["kpi", "kind"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def _alert_notes() -> None:
    op.create_table(
        "alert_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alert", sa.Integer(), nullable=False),
        sa.Column("by", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alert_notes"),
        sa.ForeignKeyConstraint(["alert"], ["alerts.id"], name="fk_alert_notes_alert"),
    )
    op.create_index("ix_alert_notes_alert", "alert_notes", ["alert"])
