"""Alerts, what people did to them, and up to where readings have been judged."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import insert, or_, select

from domain.kpis.alerts import Alert, AlertKind, AlertNote, AlertState
from domain.kpis.model import KpiState
from domain.values.ids import AlertId, KpiKey
from storage.mapping import Repository, Shape, portions, table_of
from storage.rows.kpis import AlertNoteRow, AlertRow, EvaluationRow, ReadingRow

_ALERT = Shape(Alert, AlertRow)
_NOTE = Shape(AlertNote, AlertNoteRow)
_EVALUATIONS = table_of(EvaluationRow)


class Alerts(Repository):
    """The episodes of KPIs that are out of their limits, or whose readings do not come."""

    def open_for(self, kpi: KpiKey, kind: AlertKind) -> Alert | None:
        """Return the one open alert of a KPI and kind, or None."""
        here = (AlertRow.kpi == kpi, AlertRow.kind == kind, AlertRow.state == AlertState.OPEN)
        return self._one(_ALERT, *here)

    def open_all(self) -> tuple[Alert, ...]:
        """Return all open alerts, by id."""
        return self._all(_ALERT, AlertRow.state == AlertState.OPEN, order_by=[AlertRow.id])

    def get(self, alert: AlertId) -> Alert | None:
        """Return an alert, or None."""
        return self._one(_ALERT, AlertRow.id == alert)

    def of_kpi(self, kpi: KpiKey) -> tuple[Alert, ...]:
        """Return all alerts that a KPI ever had, the earliest first."""
        return self._all(_ALERT, AlertRow.kpi == kpi, order_by=[AlertRow.opened_at, AlertRow.id])

    def of_kind(self, kind: AlertKind) -> tuple[Alert, ...]:
        """Return all alerts of a kind that there ever were, the earliest first."""
        return self._all(_ALERT, AlertRow.kind == kind, order_by=[AlertRow.opened_at, AlertRow.id])

    def add(
        self,
        *,
        kpi: KpiKey,
        kind: AlertKind,
        state_shown: KpiState,
        since: date,
        opened_at: datetime,
        worst: Decimal | None,
        worst_period: date | None,
        last: Decimal | None,
        last_period: date | None,
    ) -> Alert:
        """Open an alert.

        Raises:
            sqlalchemy.exc.IntegrityError: One of this KPI and kind is open already; ask `open_for` before.
        """
        new = Alert(
            id=AlertId(0),
            kpi=kpi,
            kind=kind,
            state=AlertState.OPEN,
            state_shown=state_shown,
            since=since,
            opened_at=opened_at,
            worst=worst,
            worst_period=worst_period,
            last=last,
            last_period=last_period,
        )
        row = _ALERT.row(new)
        del row["id"]
        return replace(new, id=AlertId(self._insert(_ALERT.table, row)))

    def save(self, alert: Alert) -> bool:
        """Change an alert; tell whether anything changed."""
        return self._save(_ALERT, alert)

    def add_note(self, note: AlertNote) -> None:
        """Remember what a person did to an alert."""
        self._connection.execute(insert(_NOTE.table).values(_NOTE.row(note)))

    def notes(self, alert: AlertId) -> tuple[AlertNote, ...]:
        """Return what people did to an alert, the earliest first."""
        return self.notes_of([alert])[alert]

    def notes_of(self, alerts: Iterable[AlertId]) -> dict[AlertId, tuple[AlertNote, ...]]:
        """Return what people did to some alerts, the earliest first, with an entry for each alert asked for."""
        found: dict[AlertId, list[AlertNote]] = {alert: [] for alert in alerts}
        for portion in portions(found):
            for note in self._all(_NOTE, AlertNoteRow.alert.in_(portion), order_by=[AlertNoteRow.id]):
                found[note.alert].append(note)
        return {alert: tuple(notes) for alert, notes in found.items()}

    def evaluated_through(self, kpi: KpiKey) -> date | None:
        """Return the newest period of a KPI that has been judged, or None before its first load."""
        question = select(EvaluationRow.through).where(EvaluationRow.kpi == kpi)
        through: date | None = self._connection.execute(question).scalar()
        return through

    def set_evaluated(self, kpi: KpiKey, through: date, *, at: datetime) -> None:
        """Remember up to which period a KPI has been judged, with all its readings as they stand."""
        self._upsert(_EVALUATIONS, {"kpi": kpi}, {"through": through, "at": at, "changed": False})

    def changed_since(self, kpi: KpiKey) -> bool:
        """Tell whether a reading of a KPI came or was corrected since it was last judged."""
        question = select(EvaluationRow.changed).where(EvaluationRow.kpi == kpi)
        return bool(self._connection.execute(question).scalar())

    def unevaluated(self, kpis: Iterable[KpiKey], *, until: date) -> set[KpiKey]:
        """Return those of some KPIs with a reading that came or changed since they were last judged.

        A reading whose period begins after `until` does not count yet.
        """
        found: set[KpiKey] = set()
        for portion in portions(kpis):
            found |= self._select_unevaluated(portion, until)
        return found

    def _select_unevaluated(self, kpis: list[KpiKey], until: date) -> set[KpiKey]:
        question = (
            select(ReadingRow.kpi)
            .outerjoin(EvaluationRow, EvaluationRow.kpi == ReadingRow.kpi)
            .where(
                ReadingRow.kpi.in_(kpis),
                ReadingRow.period <= until,
                or_(
                    EvaluationRow.kpi.is_(None),
                    EvaluationRow.changed,
                    ReadingRow.period > EvaluationRow.through,
                ),
            )
            .distinct()
        )
        return {KpiKey(kpi) for (kpi,) in self._connection.execute(question)}
