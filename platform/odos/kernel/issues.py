"""Errors as data: what is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from odos.kernel.hints import HINTS
from odos.kernel.texts import DEFAULT_LANGUAGE, Text

Severity = Literal["error", "warning", "info"]
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Issue:
    """One finding. ``path`` leads to the value at fault, e.g. ``("lines", 0, "quantity")``; ``hint`` says
    what to do, where nothing is said what the code calls for.
    """

    code: str
    message: Text
    path: Path = ()
    hint: Text | None = None
    severity: Severity = "error"

    def __post_init__(self) -> None:
        if self.hint is None:
            object.__setattr__(self, "hint", HINTS.get(self.code))

    def under(self, *prefix: str | int) -> Issue:
        """The same finding seen from further out."""
        return replace(self, path=(*prefix, *self.path))

    def as_json(self, language: str = DEFAULT_LANGUAGE) -> dict[str, object]:
        """The wire form; ``path`` is joined by slashes."""
        return {
            "severity": self.severity,
            "code": self.code,
            "path": "/".join(str(part) for part in self.path),
            "message": self.message.render(language),
            "hint": self.hint.render(language) if self.hint else None,
        }


def has_errors(issues: Iterable[Issue]) -> bool:
    """Whether any of the findings forbids going on."""
    return any(issue.severity == "error" for issue in issues)
