"""What users do meanwhile: pages, records and updates, as many of each as usual."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from benchmarks.bench import Bench, our_list
from benchmarks.documents import OUTPUT_FIELDS, VIEW_FILTER, VIEW_SORT
from benchmarks.load import Plan
from benchmarks.rows import changed_deal
from benchmarks.web import Web

PAGES, READS, UPDATES = 20, 100, 40


def traffic(bench: Bench, web: Web) -> Plan:
    """A load of about 65 requests a second."""
    address, last = our_list(bench.options.larger), bench.options.larger.rows
    asked = {"filter": VIEW_FILTER, "sort": VIEW_SORT, "fields": ",".join(OUTPUT_FIELDS), "count": "none"}
    page = f"{address}?{urlencode(asked)}"
    pages = [("GET", page, None)] * PAGES * 4
    reads = [("GET", f"{address}/{1 + n * 397 % last}", None) for n in range(READS)]
    updates = [
        ("PATCH", f"{address}/{1 + n * 691 % last}", json.dumps(changed_deal(n))) for n in range(UPDATES)
    ]
    return Plan(web.port, bench.people.seller, [*pages, *reads, *updates])


def warm_up(web: Web, plan: Plan) -> None:
    """Some of each kind in every process."""
    for connection in web.connect_to_each(plan.token):
        for method, path, body in plan.requests[:: len(plan.requests) // 20]:
            connection.send(method, path, body and json.loads(body))
        connection.close()
