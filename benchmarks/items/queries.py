"""Queries for metadata in a warm request: there are none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from unittest.mock import patch

from django.db import connection

from benchmarks.bench import Bench, Item, our_list
from benchmarks.documents import VIEW_FILTER, VIEW_SORT
from benchmarks.results import Result
from benchmarks.rows import changed_deal
from odos.storage import active

FENCE = re.compile(r"SELECT pg_advisory_xact_lock_shared\(.*?\); SELECT version FROM active_schema")
METADATA = re.compile(r"\b(active_schema|schema_\w+|meta_\w+|field_work|managed_index)\b")


class Statements:
    """Collects what goes to the database."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.texts.append(sql)
        return execute(sql, params, many, context)

    @property
    def about_metadata(self) -> list[str]:
        """Those that read metadata; the version fence of a write is no such query."""
        return [text for text in self.texts if METADATA.search(FENCE.sub("", text))]


def metadata_queries(bench: Bench) -> Iterable[Result]:
    """Of a page, a record and an update, once warm."""
    client, address = bench.client, our_list(bench.options.main)
    requests: dict[str, Callable[[], object]] = {
        "a page": partial(client.get, address, filter=VIEW_FILTER, sort=VIEW_SORT),
        "get one": partial(client.get, f"{address}/1"),
        "update": partial(client.patch, f"{address}/1", changed_deal(2)),
    }
    with patch.object(active, "RECHECK_SECONDS", 600):  # the check of each second belongs to no request
        for name, request in requests.items():
            statements = warm_statements(request)
            detail = f"{len(statements.texts)} statements in all"
            found = len(statements.about_metadata)
            yield Result(f"metadata queries of {name}", found, None, 0, "queries", detail)


def warm_statements(request: Callable[[], object]) -> Statements:
    """What the third of three equal requests sends to the database."""
    request()
    request()
    statements = Statements()
    with connection.execute_wrapper(statements):
        request()
    return statements


ITEMS = (Item("metadata queries", metadata_queries),)
