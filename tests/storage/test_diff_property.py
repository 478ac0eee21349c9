"""``diff(a, b)`` applied to the tables of a gives the tables of b; no way of editing loses a row."""

from __future__ import annotations

import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odos.database.session import execute, fetch_all, fetch_value
from odos.meta.operations import rollback
from odos.storage.active import active_schema
from odos.storage.physical import physical
from tests.meta.designs import NOW, ROOT, delete, publish, put, site_visit

ENTITIES = ("alpha", "beta", "gamma")
LABEL = {"en": "X"}
KINDS = {
    "text": {"kind": "text", "label": LABEL},
    "unique": {"kind": "text", "unique": True, "label": LABEL},
    "searchable": {"kind": "text", "searchable": True, "label": LABEL},
    "integer": {"kind": "integer", "indexed": True, "label": LABEL},
    "decimal": {"kind": "decimal", "digits": 10, "scale": 3, "label": LABEL},
    "money": {"kind": "money", "label": LABEL},
    "date": {"kind": "date", "label": LABEL},
    "option": {"kind": "option", "options": {"a": {"order": 1}, "b": {"order": 2}}, "label": LABEL},
    "options": {"kind": "options", "options": {"a": {"order": 1}}, "label": LABEL},
    "parent": {"kind": "parent", "label": LABEL},
    "formula": {"kind": "formula", "expression": "1 + 1", "label": LABEL},
    "beta": {"kind": "reference", "target": "beta", "on_delete": "cascade", "label": LABEL},
    "betas": {"kind": "references", "target": "beta", "label": LABEL},
}
fields = st.dictionaries(st.sampled_from("abcde"), st.sampled_from(sorted(KINDS)), max_size=4)
designs = st.dictionaries(st.sampled_from(ENTITIES), st.tuples(fields, st.booleans()), min_size=1)
_markers = itertools.count()
few = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def usable(design):
    """References need their target."""
    return {
        key: (
            {name: kind for name, kind in own.items() if "beta" in design or not kind.startswith("beta")},
            owned,
        )
        for key, (own, owned) in design.items()
    }


def changes(workspace, wanted):
    """A change set that leads from what is active to ``wanted``."""
    schema = active_schema(workspace)
    gone = [delete("entity", key) for key in ENTITIES if key in schema.entities and key not in wanted]
    made = [
        put("entity", key, document(key, *wanted[key]))
        for key in sorted(wanted, key=lambda name: name != "beta")
    ]
    dropped = [
        delete("field", f"{key}.{item.key}")
        for key, (own, _) in wanted.items()
        if key in schema.entities
        for item in schema.entities[key].own_fields()
        if item.key not in own and item.key != "name"
    ]
    return [*dropped, *made, *gone]


def document(key, own, owned):
    identity = f"01a20126-190a-7453-8d5a-47110000000{ENTITIES.index(key)}"
    return {**site_visit(**{name: KINDS[kind] for name, kind in own.items()}), "id": identity, "owned": owned}


def real_columns(workspace, table):
    rows = fetch_all(
        workspace,
        "SELECT column_name, is_nullable FROM information_schema.columns"
        " WHERE table_schema = %s AND table_name = %s",
        [workspace.namespace, table],
    )
    return dict(rows)


def real_names(workspace, table):
    indexes = "SELECT indexname FROM pg_indexes WHERE schemaname = %s AND tablename = %s"
    keys = "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass"
    quoted = f'"{workspace.namespace}"."{table}"'
    found = fetch_all(workspace, indexes, [workspace.namespace, table]), fetch_all(workspace, keys, [quoted])
    return {row[0] for row in found[0]}, {row[0] for row in found[1]}


def check_tables(workspace):
    """Columns may be more (retired ones, nullable), indexes and foreign keys are exactly those wanted."""
    for table in physical(active_schema(workspace)).values():
        columns = real_columns(workspace, table.name)
        assert set(table.columns) <= set(columns), table.name
        assert all(columns[name] == "YES" for name in set(columns) - set(table.columns))
        indexes, keys = real_names(workspace, table.name)
        assert {index.name for index in table.indexes} == {
            name for name in indexes if not name.endswith("_pkey")
        }
        assert {key.name for key in table.foreign_keys} == keys


@few
@given(steps=st.lists(designs, min_size=2, max_size=3))
def test_the_tables_follow_every_change_of_the_schema(workspace, steps):
    for wanted in map(usable, steps):
        publish(*changes(workspace, wanted), confirm=True)
        check_tables(workspace)


@few
@given(steps=st.lists(st.one_of(designs, st.integers(0, 5)), min_size=2, max_size=5))
def test_editing_publishing_and_rolling_back_in_any_order_loses_no_row_and_no_value(workspace, steps):
    publish(put("entity", "beta", document("beta", {"kept": "text"}, False)), confirm=True)
    first = active_schema(workspace)
    table = first.entities["beta"].table
    kept = first.entities["beta"].fields["kept"].column
    marker = f"row {next(_markers)}"
    execute(workspace, f'INSERT INTO "{table}" ("{kept}") VALUES (%s)', [marker])
    for step in steps:
        if isinstance(step, dict):
            publish(*changes(workspace, usable(step)), confirm=True)
        else:
            number = 1 + step % active_schema(workspace).version
            rollback(workspace=workspace, number=number, actor=ROOT, now=NOW, confirm_destructive=True)
        check_tables(workspace)
    rollback(workspace=workspace, number=first.version, actor=ROOT, now=NOW, confirm_destructive=True)
    item = active_schema(workspace).entities["beta"].fields["kept"]
    found = f'SELECT count(*) FROM "{table}" WHERE "{item.column}" = %s'
    assert fetch_value(workspace, found, [marker]) == 1
