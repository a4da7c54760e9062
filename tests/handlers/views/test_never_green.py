"""What has no target, no reading or only an old one is never green, wherever it is shown (RULES 4.2)."""

from dataclasses import replace

import pytest

from domain.company.teams import Person
from domain.kpis.model import KpiState
from domain.kpis.status_model import KpiStatus, Rule
from handlers.views.kpis import line as kpi_line
from handlers.views.kpis import lists
from handlers.views.kpis import why as kpi_why
from handlers.views.loop import digest, digest_details, home
from tests.handlers.views.sample_company import ADA, CHURN, NAMES, TODAY, read, read_view
from tests.handlers.views.test_digest import WEEK

SILENT = [
    replace(CHURN, state=KpiState.NO_TARGET, rule=Rule.NOTHING_SET, target=None),
    replace(CHURN, state=KpiState.NO_DATA, rule=Rule.NO_READING, reading=None, recent=()),
    replace(CHURN, state=KpiState.STALE, rule=Rule.STALE, days_late=9),
]


@pytest.mark.parametrize("status", SILENT, ids=[kpi_status.state.value for kpi_status in SILENT])
def test_silence_is_never_green(status: KpiStatus) -> None:
    shown = [
        read(lists.overview([status], names=NAMES)),
        read(lists.card(status, names=NAMES)),
        read(kpi_why.explain_kpi(status, names=NAMES)),
        "\n".join(kpi_line.exception(status, NAMES)),
        read_view(home.home([], [], [status], person=Person(id=ADA, name="Ada"), today=TODAY)),
    ]
    for name in shown:
        assert "🟢" not in name
        assert "fine" not in name.replace("fine.", "")
        assert "⚪" in name


@pytest.mark.parametrize("status", SILENT, ids=[kpi_status.state.value for kpi_status in SILENT])
def test_silence_is_not_among_what_is_fine_in_a_digest(status: KpiStatus) -> None:
    quiet = status.state is not KpiState.NO_TARGET
    only = replace(
        WEEK, turned_red=(), turned_amber=(), recovered=(), exceptions=(status,) if quiet else (),
        no_target=() if quiet else (status,), fine=(), charted=(),
    )  # fmt: skip
    for name in (read(digest.message(only, names=NAMES)), read_view(digest_details.show_all(only, names=NAMES))):
        assert "🟢 *Churn" not in name
        assert "🟢 fine" not in name
