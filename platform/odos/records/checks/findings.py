"""What a write does with findings: refuse them, or gather them while it only tries (a preview)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from odos.kernel.issues import Issue, has_errors
from odos.kernel.problems import Invalid
from odos.kernel.texts import BETWEEN_NAMES, text, translate
from odos.records.checks.conditions import FieldState
from odos.records.checks.duplicates import Duplicate
from odos.schema.model import Field


def refuse(issues: Sequence[Issue]) -> None:
    """Raise `Invalid` if any finding is an error."""
    if has_errors(issues):
        raise Invalid(None, issues)


def duplicate_value(fields: Sequence[Field]) -> Issue:
    """The finding, at the first of them, for values that must be unique together and are taken."""
    message = text("This value is taken already", "该值已被使用")
    if len(fields) > 1:
        en, chinese = labels_of(fields)
        message = text(
            "Another record has the same {en}",
            "已有记录的以下内容与此相同：{chinese}",
            en=en,
            chinese=chinese,
        )
    return Issue("not_unique", message, (fields[0].key,), text("Enter another value", "请输入其他值"))


def labels_of(fields: Sequence[Field]) -> tuple[str, str]:
    """What fields are called, one after another, in English and in Chinese."""
    en, chinese = (
        mark.join(translate(item.label, to) for item in fields) for to, mark in BETWEEN_NAMES.items()
    )
    return en, chinese


class Findings:
    """Takes findings about values; ``gathered`` is where they go in a preview, None where they refuse.

    ``states`` are those of the record's fields that have conditions, by identity.
    """

    def __init__(self, gathered: list[Issue] | None = None) -> None:
        self._gathered = gathered
        self.states: Mapping[str, FieldState] = {}
        self.duplicates: Sequence[Duplicate] = ()

    @property
    def refuses(self) -> bool:
        """Whether an error ends the write."""
        return self._gathered is None

    def add(self, issues: Sequence[Issue]) -> None:
        """Refuse if any is an error, unless they are gathered."""
        if self._gathered is None:
            refuse(issues)
        else:
            self._gathered.extend(issues)
