"""Pages of a list: beside the reference, beside a smaller table, far down."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from benchmarks.bench import Bench, Item, our_list
from benchmarks.documents import BLANKS_SORT, OUTPUT_FIELDS, VIEW_FILTER, VIEW_SORT
from benchmarks.in_process import Answer
from benchmarks.measuring import interleaved
from benchmarks.options import Sized
from benchmarks.results import Result

AGAINST_MODEL = 0.4
AGAINST_RAW = 1.3
LARGER = 1.5
DEEP = 1.3
FIELDS = ",".join(OUTPUT_FIELDS)
PAGE = 50
MODEL, RAW = "/api/reference/model", "/api/reference/raw"


Request = Callable[[int], Answer]


def page(bench: Bench) -> Iterable[Result]:
    """A page of 50 with filter, sort and labels, without a count."""
    for sized in _sizes(bench):
        requests = {
            "ours": _ours(bench, sized),
            "model": _getting(bench, f"{MODEL}/{sized.key}", status="open", cursor=""),
            "raw": _getting(bench, f"{RAW}/{sized.key}", status="open"),
        }
        yield from _compared(bench, f"page of 50, {sized.rows:,} rows", requests)


def counted_page(bench: Bench) -> Iterable[Result]:
    """The same with the exact number of all rows that match."""
    for sized in _sizes(bench):
        requests = {
            "ours": _ours(bench, sized, count="exact"),
            "model": _getting(bench, f"{MODEL}/{sized.key}", status="open"),
            "raw": _getting(bench, f"{RAW}/{sized.key}", status="open", count="exact"),
        }
        yield from _compared(bench, f"page of 50 with exact count, {sized.rows:,} rows", requests)


def by_size(bench: Bench) -> Iterable[Result]:
    """A shared view's page does not get dearer with the table, thanks to the view's index."""
    small, large = bench.options.smaller, bench.options.larger
    for sort in (VIEW_SORT, BLANKS_SORT):
        requests = {sized.key: _ours(bench, sized, sort=sort) for sized in (small, large)}
        found = interleaved(requests, rounds=_rounds(bench))
        name = f"page by {sort.lstrip('-')}: {large.rows:,} rows against {small.rows:,}"
        yield bench.against(name, found[large.key], found[small.key], LARGER)


def by_depth(bench: Bench) -> Iterable[Result]:
    """A page at 90 % of the list, by cursor."""
    sized = bench.options.larger
    for sort in (VIEW_SORT, BLANKS_SORT):
        cursor = _deep_cursor(bench, sized, sort)
        requests = {
            "first": _ours(bench, sized, sort=sort),
            "deep": _ours(bench, sized, sort=sort, cursor=cursor),
        }
        found = interleaved(requests, rounds=_rounds(bench))
        name = f"page by {sort.lstrip('-')} at 90 % of {sized.rows:,} rows against the first"
        yield bench.against(name, found["deep"], found["first"], DEEP)


def _compared(bench: Bench, name: str, requests: dict[str, Request]) -> Iterable[Result]:
    _require_same_records(requests)
    found = interleaved(requests, rounds=_rounds(bench))
    yield bench.against(f"{name}, against ModelViewSet", found["ours"], found["model"], AGAINST_MODEL)
    yield bench.against(f"{name}, against raw SQL", found["ours"], found["raw"], AGAINST_RAW)


def _require_same_records(requests: dict[str, Request]) -> None:
    """All three answer with the same rows in the same order."""
    bodies = [request(0).json for request in requests.values()]
    shown = [[str(row["id"]) for row in body.get("items", body.get("results"))] for body in bodies]
    if len(shown[0]) != PAGE or shown.count(shown[0]) != len(shown):
        raise RuntimeError(f"these pages differ: {shown}")


def _deep_cursor(bench: Bench, sized: Sized, sort: str) -> str:
    count = _ours(bench, sized, sort=sort, count="exact")(0).json["count"]
    deep = _ours(bench, sized, sort=sort, offset=int(count * 0.9), limit=1)
    cursor: str = deep(0).json["next"]
    return cursor


def _ours(bench: Bench, sized: Sized, **further: object) -> Request:
    asked = {"filter": VIEW_FILTER, "sort": VIEW_SORT, "fields": FIELDS, "limit": PAGE, "count": "none"}
    return _getting(bench, our_list(sized), **(asked | further))


def _getting(bench: Bench, path: str, **parameters: object) -> Request:
    return lambda _number: bench.client.get(path, **parameters)


def _sizes(bench: Bench) -> list[Sized]:
    return [bench.options.main, bench.options.other] if bench.options.full else [bench.options.main]


def _rounds(bench: Bench) -> int:
    return bench.options.few(150, 10)


ITEMS = (
    Item("page", page),
    Item("counted page", counted_page),
    Item("page by size", by_size),
    Item("page by depth", by_depth),
)
