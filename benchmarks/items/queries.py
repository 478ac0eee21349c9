"""Queries for metadata in a warm request: there are none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from unittest.mock import patch

from benchmarks.bench import Bench, Item, our_list
from benchmarks.documents import VIEW_FILTER, VIEW_SORT
from benchmarks.results import Result
from benchmarks.rows import changed_deal
from benchmarks.statements import warm_statements
from odos.storage import active


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


ITEMS = (Item("metadata queries", metadata_queries),)
