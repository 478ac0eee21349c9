"""Rows that are in but for a reference to a record of their own entity, and what is said of them.

Where the record is named in a row that was left out, that is what is at fault, not the name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from odos.exchange.binding import Binding
from odos.exchange.mapping import ImportMapping
from odos.exchange.preparing import cell_text
from odos.exchange.sources import SourceRow
from odos.kernel.issues import Issue
from odos.kernel.texts import Text, text


@dataclass
class LeftOut:
    """The records that rows left out would have made: by a field, and its value there, the row."""

    _rows: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, row: SourceRow, binding: Binding, mapping: ImportMapping) -> None:
        """Remember a row that was left out, by the fields by which others may name its record."""
        wanted = {lookup.by.id for lookup in binding.late_lookups.values()}
        for column in (column for column in binding.columns if column.item.id in wanted):
            name = cell_text(column, row, mapping.blanks)
            if name:
                self._rows.setdefault((column.item.id, name), row.number)

    def explain(
        self, field_id: str, name: str, issues: Sequence[Issue], binding: Binding, mapping: ImportMapping
    ) -> list[Issue]:
        """The findings of a name that leads to no record, of a row that is in without it."""
        number = self._rows.get((binding.late_lookups[field_id].by.id, name))
        if number is None:
            return [replace(issue, message=_saved_without(issue.message)) for issue in issues]
        message = text(
            'Saved without "{name}", since row {row} was left out',
            "已保存，但未关联“{name}”：第 {row} 行未导入",
            name=name[:80], row=number,
        )  # fmt: skip
        return [Issue("left_out_itself", message, (), _MATCHED if mapping.match else _UNMATCHED)]


_MATCHED = text("Correct that row, then load both again", "请修正该行，然后重新导入这两行")
_UNMATCHED = text(
    "Correct that row and load it alone, then choose it in this record; loaded again, this row would make a"
    " second record, unless there is a field to match by",
    "请修正该行并单独导入，然后在本记录中选择它；若未设置匹配字段，重新导入本行会再新增一条记录",
)


def _saved_without(reason: Text) -> Text:
    return Text("Saved without it: " + reason.en, "已保存，但此项为空：" + reason.zh_hans, reason.values)
