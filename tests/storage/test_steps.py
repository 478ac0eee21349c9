"""Every step can be undone, and says in both languages what it does."""

from __future__ import annotations

import pytest

from odos.schema.model import Field
from odos.storage.key_steps import AddForeignKey, DropForeignKey
from odos.storage.row_steps import BuildIndex, ConvertField, DropIndex, concurrently
from odos.storage.shapes import ColumnShape, ForeignKey, Index, Table
from odos.storage.steps import AddColumn, CreateTable, ReleaseColumn, RequireColumn, RetireColumn, RetireTable

LABEL = {"en": "Size {x}", "zh-hans": "大小"}
KEY = ForeignKey("e_a", "f_x", "e_b", "CASCADE")
COLUMN = ColumnShape("f_x", "bigint", "1", LABEL, not_null=True)
INDEX = Index("e_a", ('"f_x"',), "unique", unique=True, where="deleted_at IS NULL")
TABLE = Table("e_a", "1", LABEL, {"f_x": COLUMN}, (KEY,), (INDEX,))
TEXT = Field("1", "size", "text", LABEL, "f_t")
NUMBER = Field("1", "size", "integer", LABEL, "f_n")

STEPS = [
    CreateTable(table="e_a", shape=TABLE),
    RetireTable(table="e_a", shape=TABLE),
    AddColumn(table="e_a", column=COLUMN, foreign_key=KEY),
    RetireColumn(table="e_a", column=COLUMN, foreign_key=KEY),
    RequireColumn(table="e_a", column=COLUMN),
    ReleaseColumn(table="e_a", column=COLUMN),
    AddForeignKey(table="e_a", foreign_key=KEY),
    DropForeignKey(table="e_a", foreign_key=KEY),
    BuildIndex(table="e_a", index=INDEX),
    DropIndex(table="e_a", index=INDEX),
    ConvertField(table="e_a", old=TEXT, new=NUMBER, base_currency="CNY"),
]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: type(step).__name__)
def test_undoing_twice_is_doing(step):
    assert step.reverse().reverse() == step
    assert step.reverse() != step


@pytest.mark.parametrize("step", STEPS, ids=lambda step: type(step).__name__)
def test_a_step_speaks_both_languages_and_braces_in_labels_do_no_harm(step):
    english, chinese = step.summary.render("en"), step.summary.render("zh-hans")
    assert english
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)


def test_nothing_that_holds_values_is_ever_dropped():
    for step in STEPS:
        statements = " ".join(step.ddl).upper()
        assert "DROP TABLE" not in statements
        assert "DROP COLUMN" not in statements


def test_a_new_column_rewrites_no_row():
    assert "DEFAULT" not in AddColumn(table="e_a", column=COLUMN).ddl[0]


def test_background_steps_lock_nothing_while_publishing():
    assert [list(step.locks()) for step in STEPS if step.background] == [[], [], []]


def test_names_of_indexes_and_keys_begin_with_their_table_and_fit():
    long = "e_" + "x" * 55
    assert Index(long, ("a",), "view").name.startswith(long[:50])
    assert len(Index(long, ("a",), "view").name.encode()) <= 63
    assert KEY.name.startswith("e_a")
    assert "CONCURRENTLY" in concurrently(INDEX.statement)


def test_a_field_of_several_columns_is_named_once():
    """PLAT-02: a text with its sort key, an amount with its currency."""
    columns = {name: ColumnShape(name, "text", "1", LABEL) for name in ("f_x", "f_x_s")}
    index = Index("e_a", ('"f_x_s"', '"f_x"'), "sort", fields=("1",))
    assert Table("e_a", "1", LABEL, columns).label_of(index) == LABEL
