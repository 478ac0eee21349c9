"""Pages of a list: beside the reference, beside a smaller table, far down."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.bench import Bench, Item, our_list
from benchmarks.documents import BLANKS_SORT, OUTPUT_FIELDS, VIEW_FILTER, VIEW_SORT
from benchmarks.measuring import Call, interleaved
from benchmarks.options import Sized
from benchmarks.results import Result

AGAINST_MODEL = 0.4
AGAINST_RAW = 1.3
LARGER = 1.5
DEEP = 1.3
FIELDS = ",".join(OUTPUT_FIELDS)


def page(bench: Bench) -> Iterable[Result]:
    """A page of 50 with filter, sort and labels, without a count."""
    for sized in _sizes(bench):
        calls: dict[str, Call] = {
            "ours": lambda _, sized=sized: bench.client.get(our_list(sized), **_asked(count="none")),
            "model": lambda _, sized=sized: bench.client.get(_model(sized), status="open", cursor=""),
            "raw": lambda _, sized=sized: bench.client.get(_raw(sized), status="open"),
        }
        yield from _compared(bench, f"page of 50, {sized.rows:,} rows", calls)


def counted_page(bench: Bench) -> Iterable[Result]:
    """The same with the exact number of all rows that match."""
    for sized in _sizes(bench):
        calls: dict[str, Call] = {
            "ours": lambda _, sized=sized: bench.client.get(our_list(sized), **_asked(count="exact")),
            "model": lambda _, sized=sized: bench.client.get(_model(sized), status="open"),
            "raw": lambda _, sized=sized: bench.client.get(_raw(sized), status="open", count="exact"),
        }
        yield from _compared(bench, f"page of 50 with exact count, {sized.rows:,} rows", calls)


def by_size(bench: Bench) -> Iterable[Result]:
    """A shared view's page does not get dearer with the table, thanks to the view's index."""
    small, large = bench.options.smaller, bench.options.larger
    for sort in (VIEW_SORT, BLANKS_SORT):
        calls: dict[str, Call] = {
            sized.key: lambda _, sized=sized, sort=sort: bench.client.get(
                our_list(sized), **_asked(count="none", sort=sort)
            )
            for sized in (small, large)
        }
        found = interleaved(calls, rounds=bench.options.few(150, 10))
        name = f"page by {sort.lstrip('-')}: {large.rows:,} rows against {small.rows:,}"
        yield bench.against(name, found[large.key], found[small.key], LARGER)


def by_depth(bench: Bench) -> Iterable[Result]:
    """A page at 90 % of the list, by cursor."""
    sized = bench.options.larger
    for sort in (VIEW_SORT, BLANKS_SORT):
        cursor = _deep_cursor(bench, sized, sort)
        calls: dict[str, Call] = {
            "first": lambda _, sort=sort: bench.client.get(our_list(sized), **_asked(count="none", sort=sort)),
            "deep": lambda _, sort=sort, cursor=cursor: bench.client.get(
                our_list(sized), **_asked(count="none", sort=sort, cursor=cursor)
            ),
        }
        found = interleaved(calls, rounds=bench.options.few(150, 10))
        name = f"page by {sort.lstrip('-')} at 90 % of {sized.rows:,} rows against the first"
        yield bench.against(name, found["deep"], found["first"], DEEP)


def _compared(bench: Bench, name: str, calls: dict[str, Call]) -> Iterable[Result]:
    _same_records(calls)
    found = interleaved(calls, rounds=bench.options.few(150, 10))
    yield bench.against(f"{name}, against ModelViewSet", found["ours"], found["model"], AGAINST_MODEL)
    yield bench.against(f"{name}, against raw SQL", found["ours"], found["raw"], AGAINST_RAW)


def _same_records(calls: dict[str, Call]) -> None:
    """All three answer with the same rows in the same order."""
    bodies = [call(0).json for call in calls.values()]  # type: ignore[attr-defined]
    shown = [[str(row["id"]) for row in body.get("items", body.get("results"))] for body in bodies]
    assert all(ids == shown[0] for ids in shown) and len(shown[0]) == 50, shown


def _deep_cursor(bench: Bench, sized: Sized, sort: str) -> str:
    first = bench.client.get(our_list(sized), **_asked(count="exact", sort=sort)).json
    asked = _asked(count="none", sort=sort, offset=int(first["count"] * 0.9), limit=1)
    cursor: str = bench.client.get(our_list(sized), **asked).json["next"]
    return cursor


def _asked(**further: object) -> dict[str, object]:
    return {"filter": VIEW_FILTER, "sort": VIEW_SORT, "fields": FIELDS, "limit": 50, **further}


def _sizes(bench: Bench) -> list[Sized]:
    return [bench.options.main, bench.options.other] if bench.options.full else [bench.options.main]


def _model(sized: Sized) -> str:
    return f"/api/reference/model/{sized.key}"


def _raw(sized: Sized) -> str:
    return f"/api/reference/raw/{sized.key}"


ITEMS = (
    Item("page", page),
    Item("counted page", counted_page),
    Item("page by size", by_size),
    Item("page by depth", by_depth),
)
