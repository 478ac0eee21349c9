"""What the depot does while something dies, and what must be true of it afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from tests.faults.depot import Depot, Visitor

ROWS = 2_500  # of an import: three batches
_MULTIPART = "--odos\r\nContent-Disposition: form-data; name={}\r\n\r\n{}\r\n"


@dataclass
class Import:
    """A file of letters, each with a name of its own."""

    depot: Depot
    prefix: str
    job: str = ""

    def start(self) -> None:
        lines = ["name", *(f"{self.prefix}{number}" for number in range(ROWS))]
        parts = [
            _MULTIPART.format('"entity"', "letter"),
            _MULTIPART.format('"file"; filename="letters.csv"', "\r\n".join(lines)),
        ]
        content = "".join([*parts, "--odos--\r\n"]).encode()
        headers = {"Content-Type": "multipart/form-data; boundary=odos"}
        self.job = self.depot.admin.insist("POST", "/api/imports", content, headers)["id"]

    def is_over(self) -> bool:
        state: str = self.depot.value("SELECT state FROM job WHERE id = %s", self.job)
        assert state in ("queued", "running", "done"), state
        return state == "done"

    def check(self) -> None:
        """Every row is in, once, and the job says so."""
        job = self.depot.admin.get(f"/api/jobs/{self.job}")
        assert (job["result"]["created"], job["result"]["failed"]) == (ROWS, 0)
        measures = [
            {"function": "count", "as": "all"},
            {"function": "count_distinct", "field": "name", "as": "names"},
        ]
        body = {"filter": f'name starts with "{self.prefix}"', "group_by": [], "measures": measures}
        total = self.depot.admin.post("/api/records/letter/aggregate", body)["total"]
        assert total == {"all": ROWS, "names": ROWS}


@dataclass
class Approvals:
    """Parcels that their senders submitted; the boss decides on all at once."""

    depot: Depot
    prefix: str
    count: int
    late: int = 0  # so many more are left until their deadline

    def start(self) -> None:
        states = [None] * (self.count + self.late)
        self.parcels = self.depot.make(*states, prefix=self.prefix)
        self.cases = [self._submit(parcel) for parcel in self.parcels]

    def _submit(self, parcel: str) -> str:
        sender = list(self.depot.senders.values())[self.parcels.index(parcel) % len(self.depot.senders)]
        case: str = sender.post("/api/approvals", {"entity": "parcel", "record": parcel})["id"]
        return case

    def decide(self, pool: ThreadPoolExecutor) -> list[Future[Any]]:
        boss = self.depot.boss
        return [
            pool.submit(boss.post, f"/api/approvals/{case}/approve", {"task": 1, "comment": f"Yes to {case}"})
            for case in self.cases[: self.count]
        ]

    def let_deadlines_pass(self) -> None:
        cases = ", ".join(self.cases[self.count :])
        self.depot.move_clock("approval_task", "due_at", f"case_id IN ({cases})")
        self.depot.move_clock("periodic_run", "next_at", "key = 'workflow.deadlines'")

    def is_over(self) -> bool:
        cases = ", ".join(self.cases)
        return bool(
            self.depot.value(
                f"SELECT count(*) FROM approval_case WHERE id IN ({cases}) AND status = 'running'"
            )
            == 0
        )

    def check(self) -> None:
        """Each was decided once, took effect once, and was told of once."""
        body = {"filter": f'name starts with "{self.prefix}"', "fields": ["approvals"], "limit": 1000}
        found = self.depot.admin.post("/api/records/parcel/query", body)["items"]
        assert Counter(item["approvals"] for item in found) == {1: self.count + self.late}
        for case in self.cases:
            told = [event["what"] for event in self.depot.boss.get(f"/api/approvals/{case}")["history"]]
            assert (told.count("approved"), told.count("case_approved")) == (1, 1), told
        require_once(inboxes(self.depot, self.depot.senders.values(), "approval"), self.parcels)


@dataclass
class Reminders:
    """Parcels that are late, of which their owners are told."""

    depot: Depot
    prefix: str
    count: int

    def start(self) -> None:
        self.parcels = self.depot.make(*["late"] * self.count, prefix=self.prefix)
        self.depot.ask_for_reminders()

    @property
    def _told(self) -> str:
        return f"FROM notification WHERE kind = 'reminder' AND record_id IN ({', '.join(self.parcels)})"

    def is_over(self) -> bool:
        """Each is told of, and each mail is sent."""
        return bool(self.depot.value(_ENDED.format(self._told)) == self.count)

    def check(self) -> None:
        """Each is in the inbox of its owner, once."""
        require_once(inboxes(self.depot, self.depot.senders.values(), "reminder"), self.parcels)

    def check_mails(self, crashes: int) -> None:
        """Each was sent, under one Message-ID whenever it was sent; twice at most for each crash."""
        subjects = {f"{self.prefix}{n}" for n in range(self.count)}
        sent = [mail for mail in self.depot.mailbox.messages if subjects & set(mail["Subject"].split())]
        ids = {
            name: {mail["Message-ID"] for mail in sent if name in mail["Subject"].split()}
            for name in subjects
        }
        assert {name: len(found) for name, found in ids.items()} == dict.fromkeys(subjects, 1)
        assert max(Counter(mail["Message-ID"] for mail in sent).values()) <= 1 + crashes


_ENDED = """
    SELECT count(*) FROM notification_delivery WHERE state = 'sent' AND notification_id IN (SELECT id {})
"""


@dataclass
class Calls:
    """Parcels that are sent, of which the carrier is told."""

    depot: Depot
    prefix: str
    count: int

    def start(self) -> None:
        parcels = self.depot.make(*[None] * self.count, prefix=self.prefix)
        rows = [{"id": parcel, "state": "sent"} for parcel in parcels]
        self.depot.admin.post("/api/records/parcel/bulk", {"atomic": True, "update": rows})

    @property
    def _got(self) -> list[str]:
        return [
            body["id"]
            for body in self.depot.carrier.bodies
            if body["values"]["parcel"].startswith(self.prefix)
        ]

    def is_over(self) -> bool:
        return len(set(self._got)) == self.count and not self.depot.value(_UNSENT)

    def check(self, crashes: int) -> None:
        """Each call came, under the id of its delivery; twice at most for each crash."""
        known = dict(self.depot.rows("SELECT uid::text, body #>> '{values,parcel}' FROM webhook_delivery"))
        assert sorted(known[uid] for uid in set(self._got)) == sorted(
            f"{self.prefix}{n}" for n in range(self.count)
        )
        assert max(Counter(self._got).values()) <= 1 + crashes


_UNSENT = "SELECT count(*) FROM webhook_delivery WHERE state <> 'sent'"


def inboxes(depot: Depot, people: Any, kind: str) -> Counter[str]:
    """How often each record is in the inboxes of people."""
    found: Counter[str] = Counter()
    for person in people:
        found.update(str(item["record"]["id"]) for item in _items(person, kind) if item.get("record"))
    return found


def _items(person: Visitor, kind: str) -> Sequence[Mapping[str, Any]]:
    items: list[Mapping[str, Any]] = []
    cursor = ""
    while True:
        page = person.get(f"/api/inbox?kind={kind}&limit=100{cursor}")
        items += page["items"]
        if not page["next"]:
            return items
        cursor = f"&cursor={page['next']}"


def require_once(found: Counter[str], records: Sequence[str]) -> None:
    assert {record: found[record] for record in records} == dict.fromkeys(records, 1)
