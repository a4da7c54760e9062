"""What the coach is silent about."""

from domain.okrs.lint_dismissals import Dismissal
from storage.store import Store
from tests.people import MEMBER, NOW, OWNER


def test_a_dismissal_is_kept_once_and_taken_back_once(store: Store) -> None:
    first = Dismissal(subject="KR-12", rule="task", by=OWNER.id, at=NOW, reason="It is a promise")
    other = Dismissal(subject="KR-12", rule="maintain", by=OWNER.id, at=NOW, reason="It is what we do")
    with store.transaction() as tx:
        assert tx.dismissals.put(first) is True
        assert tx.dismissals.put(Dismissal(subject="KR-12", rule="task", by=MEMBER.id, at=NOW, reason="x")) is False
        assert tx.dismissals.put(other) is True
    with store.reading() as tx:
        assert tx.dismissals.all() == (other, first)
    with store.transaction() as tx:
        assert tx.dismissals.drop("KR-12", "task") is True
        assert tx.dismissals.drop("KR-12", "task") is False
        assert tx.dismissals.drop("KR-13", "maintain") is False
    with store.reading() as tx:
        assert tx.dismissals.all() == (other,)
