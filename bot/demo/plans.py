"""What Tiller has planned next, in words, for the clock of the page."""

from collections.abc import Callable, Mapping, Sequence

from bot.emulator.page.clock import Planned
from domain.ledger.occurrences import Job, Occurrence
from storage.store import Store

_MOST_NAMES = 3
_SILENT = frozenset({Job.CHECKIN_CLOSE, Job.SCORING_OPEN})
"""What only changes how things stand: nobody would see it happen."""
_TO_PEOPLE = {
    Job.CHECKIN_PROMPT: "check-in for {}",
    Job.CHECKIN_REMINDER: "check-in reminder for {}",
    Job.SCORING_PROMPT: "question for scores to {}",
    Job.SCORING_REMINDER: "reminder to score for {}",
}
_OF_KPIS = {
    Job.ALERT_REMINDER: "reminder that {} is still out of its limits",
    Job.ALERT_LEAD: "word to the lead about {}",
    Job.MISSING_READING: "question for the missing reading of {}",
    Job.LIMITS_PROPOSAL: "proposal of limits for {}",
    Job.LIMITS_AGE: "question whether the limits of {} are still right",
    Job.BACK_TO_DASHBOARD: "question whether {} goes back to the dashboard",
}
_OF_TEAMS = {Job.DIGEST: "weekly digest of {}", Job.SUMMARY: "summary of the quarter"}
_PLAIN = {
    Job.CHECKIN_ESCALATION: "word to the lead about missing check-ins",
    Job.SCORING_ESCALATION: "word to the lead about missing scores",
    Job.NEXT_CYCLE: "draft of the next quarter",
    Job.CYCLE_BEGINS: "beginning of the next quarter",
}


class Plans:
    """Knows what comes next; told by the worker, asked by the page.

    Attributes:
        next: What comes next, or None.
    """

    def __init__(self) -> None:
        self.next: Planned | None = None
        self._names: dict[str, str] = {}

    def learn(self, store: Store, people: Mapping[str, str]) -> None:
        """Learn the names of people, teams and KPIs."""
        with store.reading() as tx:
            self._names = dict(people)
            self._names |= {f"team:{team.key}": team.name for team in tx.teams.all()}
            self._names |= {f"kpi:{kpi.key}": kpi.name for kpi in tx.kpis.all()}

    def look(self, coming: Sequence[Occurrence]) -> None:
        """Take down what comes; soonest first."""
        seen = [occurrence for occurrence in coming if occurrence.job not in _SILENT]
        at = seen[0].due_at if seen else None
        together = [occurrence for occurrence in seen if occurrence.due_at == at]
        self.next = None if at is None else Planned(at=at, words=self._describe(together))

    def _describe(self, together: Sequence[Occurrence]) -> str:
        kinds: dict[Job, list[Occurrence]] = {}
        for occurrence in together:
            kinds.setdefault(occurrence.job, []).append(occurrence)
        said = ", ".join(self._kind(job, ones) for job, ones in kinds.items())
        return said[:1].upper() + said[1:]

    def _kind(self, job: Job, ones: Sequence[Occurrence]) -> str:
        if job in _TO_PEOPLE:
            return _TO_PEOPLE[job].format(self._name(ones, lambda occurrence: f"{occurrence.person}", "people"))
        if job in _OF_KPIS:
            return _OF_KPIS[job].format(self._name(ones, lambda occurrence: f"kpi:{occurrence.kpi}", "KPIs"))
        if job in _OF_TEAMS:
            return _OF_TEAMS[job].format(self._name(ones, lambda occurrence: f"team:{occurrence.team}", "teams"))
        return _PLAIN[job]

    def _name(self, ones: Sequence[Occurrence], key: Callable[[Occurrence], str], many: str) -> str:
        """Up to three names, else how many there are."""
        keys = list(dict.fromkeys(key(occurrence) for occurrence in ones))
        if len(keys) > _MOST_NAMES:
            return f"{len(keys)} {many}"
        names = [self._names.get(key, key.partition(":")[2] or key) for key in keys]
        *first, last = names
        return f"{', '.join(first)} and {last}" if first else last
