from __future__ import annotations

import pytest

from odos.database import locks, session
from odos.kernel.problems import Unavailable
from odos.kernel.workspaces import MAIN, Workspace


def test_keys_differ_by_workspace_and_purpose_and_fit_postgresql(workspace):
    keys = {locks.lock_key(Workspace(w), p) for w in ("main", "other") for p in ("publish", "number")}
    assert len(keys) == 4
    for left, right in keys:
        assert session.fetch_value(workspace, "select pg_try_advisory_xact_lock(%s, %s)", [left, right])


def test_a_lock_outside_a_transaction_is_refused(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), pytest.raises(session.WorkspaceMismatch):
        locks.lock_exclusive(MAIN, "publish")


class TestTwoSessions:
    @pytest.fixture
    def rival(self, live_workspace):
        """Another connection that holds the exclusive lock."""
        rival = live_workspace.connect()
        with rival.cursor() as cursor:
            key = locks.lock_key(live_workspace.workspace, "publish")
            cursor.execute("select pg_advisory_xact_lock(%s, %s)", key)
        yield rival
        rival.rollback()

    def test_a_try_does_not_wait(self, live_workspace, rival):
        with session.transaction(live_workspace.workspace):
            assert not locks.try_lock_exclusive(live_workspace.workspace, "publish")
            assert not locks.try_lock_shared(live_workspace.workspace, "publish")
            assert locks.try_lock_exclusive(live_workspace.workspace, "another purpose")

    @pytest.mark.parametrize("lock", [locks.lock_exclusive, locks.lock_shared])
    def test_patience_ends_in_a_refusal(self, live_workspace, rival, lock):
        with pytest.raises(Unavailable), session.transaction(live_workspace.workspace):
            lock(live_workspace.workspace, "publish", timeout_ms=50)
        assert session.fetch_value(live_workspace.workspace, "select 1") == 1

    def test_the_lock_ends_with_the_transaction(self, live_workspace, rival):
        rival.rollback()
        for _ in range(2):
            with session.transaction(live_workspace.workspace):
                locks.lock_exclusive(live_workspace.workspace, "publish", timeout_ms=1000)
                limit = session.fetch_value(live_workspace.workspace, "show lock_timeout")
                assert limit == "0", "patience is for the advisory lock only"

    def test_shared_locks_live_together(self, live_workspace, rival):
        rival.rollback()
        with rival.cursor() as cursor:
            key = locks.lock_key(live_workspace.workspace, "publish")
            cursor.execute("select pg_advisory_xact_lock_shared(%s, %s)", key)
        with session.transaction(live_workspace.workspace):
            locks.lock_shared(live_workspace.workspace, "publish", timeout_ms=1000)
            assert not locks.try_lock_exclusive(live_workspace.workspace, "publish")
