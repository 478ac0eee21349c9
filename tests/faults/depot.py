"""A small application in a system of its own: parcels, whom they are reminded of, who approves them, who is called.

Everything is asked for over HTTP, by people who ask again with the same key until they are answered.
"""

from __future__ import annotations

import http.client
import json
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg2

from odos.config import places
from tests.fixtures.application import labelled
from tests.fixtures.outside import Gateway, Mailbox
from tests.fixtures.systems import RunningSystem

PATIENCE_SECONDS = 600.0  # for a machine that has much else to do
_WAITING = """
    SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
    WHERE NOT l.granted AND l.mode = 'RowExclusiveLock' AND c.relname = %s
"""
SENDERS, PASSWORD = 8, "a parcel for everybody"
RULES = {
    "late": 'remind "Late parcel" on parcel when state = "late" notify owner',
    "stamped": 'on parcel when changed(state) and state = "stamped" run plugin action "post_office.stamp" with price = 80',
    "sent": 'on parcel when changed(state) and state = "sent" call webhook "carrier" with parcel = name',
}
WORKFLOW = {
    "kind": "workflow",
    "key": "parcel_approval",
    "entity": "parcel",
    "label": {"en": "Parcel approval", "zh-hans": "包裹审批"},
    "nodes": {
        "boss": {
            "kind": "approval",
            "order": 1,
            "approvers": {"boss": {"kind": "manager"}},
            "deadlines": {"late": {"after": "1 day", "then": "pass", "order": 1}},
        }
    },
    "effects": {"approved": {"approvals": "approvals + 1"}},
}
DOCUMENTS: list[dict[str, Any]] = [
    labelled("parcel", kind="entity", key="parcel", owned=True, title_field="name", fields={
        "name": labelled("name", kind="text", required=True, order=10),
        "state": labelled("state", kind="text", order=20),
        "approvals": labelled("approvals", kind="integer", default="0", order=30),
        "notes": labelled("notes", kind="text", order=40),
    }),
    labelled("letter", kind="entity", key="letter", title_field="name", fields={
        "name": labelled("name", kind="text", required=True, order=10)}),
    labelled("sender", kind="role", key="sender", entities={
        "parcel": {"see": "all", "create": True, "edit": "all", "delete": "all"}, "letter": {"see": "all"}}),
    WORKFLOW,
    *(labelled(key, kind="rule", key=f"parcel.{key}", entity="parcel", text=text) for key, text in RULES.items()),
]  # fmt: skip


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: Any


@dataclass
class Visitor:
    """Somebody with a token; ``silences`` is what came instead of answers: problems, or None for nothing."""

    system: RunningSystem
    token: str
    silences: list[Answer | None] = field(default_factory=list)

    def get(self, path: str) -> Any:
        return self.ask("GET", path)

    def post(self, path: str, body: object) -> Any:
        return self.ask("POST", path, body)

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """The JSON of the answer, asked for again and again with the same key until there is one."""
        content = None if body is None else json.dumps(body).encode()
        return self.insist(method, path, content, {"Content-Type": "application/json"})

    def insist(self, method: str, path: str, content: bytes | None, headers: Mapping[str, str]) -> Any:
        key, deadline = uuid.uuid4().hex, time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            answer = self.try_once(method, path, content, {**headers, "Idempotency-Key": key})
            if answer is not None and answer.status < 300:
                return answer.body
            self.silences.append(answer)
            if answer is not None and answer.status < 500:
                raise AssertionError(f"{method} {path}: {answer}")
            time.sleep(0.2)
        raise AssertionError(f"{method} {path} was not answered: {self.silences[-3:]}\n{self.system.log}")

    def try_once(
        self, method: str, path: str, content: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer | None:
        """What is answered, None when nobody does."""
        opened = http.client.HTTPConnection("127.0.0.1", self.system.port, timeout=60)
        try:
            opened.request(
                method, path, content, {"Authorization": f"Bearer {self.token}", **(headers or {})}
            )
            reply = opened.getresponse()
            told = reply.read()
            is_json = "json" in (reply.headers["Content-Type"] or "")
            return Answer(reply.status, dict(reply.headers), json.loads(told) if is_json else told)
        except (OSError, http.client.HTTPException):
            return None
        finally:
            opened.close()


@dataclass
class Depot:
    """The application in its system, with the world outside."""

    system: RunningSystem
    admin: Visitor
    mailbox: Mailbox
    carrier: Gateway
    boss: Visitor
    senders: dict[str, Visitor] = field(default_factory=dict)  # by the ids of their users

    def make(self, *states: str | None, prefix: str) -> list[str]:
        """Parcels named by number, of each sender in turn; gives their ids."""
        owners = list(self.senders)
        rows = [
            {"name": f"{prefix}{n}", "state": state, "owner": owners[n % len(owners)]}
            for n, state in enumerate(states)
        ]
        made: list[str] = self.admin.post("/api/records/parcel/bulk", {"atomic": True, "create": rows})[
            "created"
        ]
        return made

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database holds, asked past the system; waits for a database that is away."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return list(self._ask(statement, values))
            except psycopg2.OperationalError:
                assert time.monotonic() < deadline, self.system.log
                time.sleep(0.2)

    def value(self, statement: str, *values: object) -> Any:
        return self.rows(statement, *values)[0][0]

    def _ask(self, statement: str, values: tuple[object, ...]) -> Iterator[tuple[Any, ...]]:
        opened = psycopg2.connect(places.embedded_database_url(self.system.data))
        try:
            with opened, opened.cursor() as cursor:
                cursor.execute("set search_path = ws_main", ())
                cursor.execute(statement, values)
                yield from cursor.fetchall() if cursor.description else ()
        finally:
            opened.close()

    def wait_until(self, condition: Callable[[], object]) -> None:
        self.system.wait_until(condition, PATIENCE_SECONDS)

    def move_clock(self, table: str, column: str, where: str = "TRUE") -> None:
        """What was to come some time is due now: the clock of the system is that of the machine."""
        self.rows(f"UPDATE {table} SET {column} = now() - interval '1 second' WHERE {where}")

    def ask_for_reminders(self) -> None:
        """Rules are looked at now, also those that rest since they were looked at a moment ago."""
        self.move_clock("reminder_rule_state", "next_at")
        self.move_clock("periodic_run", "next_at", "key = 'reminders.evaluate'")

    def table_of(self, entity: str) -> str:
        """As PostgreSQL knows it."""
        statement = "SELECT relname FROM pg_class WHERE relkind = 'r' AND starts_with(relname, %s)"
        return str(self.value(statement, f"e_{entity}_"))

    @contextmanager
    def held(self, *tables: str) -> Iterator[None]:
        """Whoever writes into one of the tables waits in the middle of its transaction, until the block ends."""
        opened = psycopg2.connect(places.embedded_database_url(self.system.data))
        try:
            with opened.cursor() as cursor:
                for table in tables:
                    cursor.execute(f'lock table ws_main."{table}" in share mode', ())
            yield
        finally:
            opened.close()

    def count_waiting(self, table: str) -> int:
        """How many transactions wait to write into a table that is held."""
        return int(self.value(_WAITING, table))


def hire(admin: Visitor, name: str, **attributes: Any) -> str:
    """A user with a password; gives the id."""
    body = {
        "username": name,
        "name": name.title(),
        "email": f"{name}@example.com",
        "roles": ["sender"],
        **attributes,
    }
    user: str = admin.post("/api/records/user", body)["id"]
    admin.post(f"/api/auth/users/{user}/password", {"new": PASSWORD})
    return user
