"""What forms of statements have in common: their heads, and reading what a client sends, with findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from odos.dsl import tree
from odos.dsl.parser import parse
from odos.dsl.printer import print_rule
from odos.dsl.statements import tree as st
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text

Parts = Mapping[str, Any]

NO_TEXT = text("This must be text", "此处应为文本")
NO_ROWS = text("This must be a list of objects", "此处应为对象列表")
NO_FIELD = text("This must be a field", "此处应为字段")
MISSING = text("This is missing", "此处不能为空")


def head_of(kind: str, statement: st.Statement) -> dict[str, Any]:
    """What the forms of all statements have."""
    return {
        "kind": kind,
        "entity": statement.entity.name,
        "title": labels_of(statement.title),
        "when": shown(statement.when),
        "notes": list(statement.notes),
        "closing": list(statement.closing),
    }


def shown(node: tree.Node | None) -> str | None:
    """The text of an expression."""
    return print_rule(node) if node is not None else None


def labels_of(words: st.Words | None) -> dict[str, str] | None:
    """A text for people by language."""
    return dict(words.labels) if words else None


class Reader:
    """Reads texts of a form and collects what is wrong with them."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []

    def refuse(self, path: tuple[str | int, ...], message: Any) -> None:
        """A finding about the form itself."""
        self.issues.append(Issue("rule_form", message, path))

    def rule(self, written: Any, *path: str | int, needed: bool = False) -> tree.Node | None:
        """An expression; findings stand at ``path/line:column``."""
        if not isinstance(written, str | None):
            self.refuse(path, NO_TEXT)
            return None
        if not (written or "").strip():
            if needed:
                self.refuse(path, MISSING)
            return None
        try:
            return parse(str(written))
        except Invalid as refusal:
            self.issues += [issue.under(*path) for issue in refusal.issues]
            return None

    def needed(self, written: Any, *path: str | int) -> tree.Node:
        """An expression that must be there; a stand-in when it is at fault."""
        return self.rule(written, *path, needed=True) or tree.Literal(None, "blank")

    def path(self, written: Any, *path: str | int) -> tree.Path | None:
        """The name of a field."""
        node = self.rule(written, *path)
        if node is not None and not isinstance(node, tree.Path):
            self.refuse(path, NO_FIELD)
        return node if isinstance(node, tree.Path) else None

    def words(self, written: Any, *path: str | int) -> st.Words | None:
        """A text in each language; one for all where it is English only."""
        if not written:
            return None
        if not isinstance(written, Mapping) or not all(isinstance(item, str) for item in written.values()):
            self.refuse(path, NO_TEXT)
            return None
        found = {str(language): item for language, item in written.items() if item.strip()}
        if not found:
            return None
        plain = found["en"] if set(found) == {"en"} else None
        return st.Words(plain, () if plain is not None else tuple(found.items()))

    def rows(self, written: Any, *path: str | int) -> Iterable[tuple[int, Parts]]:
        """The objects of a list with their positions."""
        if not isinstance(written or [], list) or not all(
            isinstance(item, Mapping) for item in written or []
        ):
            self.refuse(path, NO_ROWS)
            return ()
        return enumerate(written or [])

    def one(self, written: Any, *path: str | int) -> Parts | None:
        """An object, where there is one."""
        if written is not None and not isinstance(written, Mapping):
            self.refuse(path, NO_ROWS)
            return None
        return written

    def head(self, parts: Parts) -> dict[str, Any]:
        """What all statements have."""
        if not parts.get("entity"):
            self.refuse(("entity",), MISSING)
        return {
            "entity": st.EntityName(str(parts.get("entity") or "")),
            "title": self.words(parts.get("title"), "title"),
            "when": self.rule(parts.get("when"), "when"),
            "notes": notes_of(parts),
            "closing": notes_of(parts, "closing"),
        }


def notes_of(parts: Parts, name: str = "notes") -> tuple[str, ...]:
    """Comments, each on one line."""
    kept = parts.get(name)
    return tuple(" ".join(str(item).split()) for item in kept) if isinstance(kept, list) else ()
