"""The contract of imports: of Odos, a plugin knows `odos.plugins` only, so that the rest may change."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SDK = "odos.plugins"
_ENGINE = "odos"


def foreign_imports(folder: Path) -> Iterator[str]:
    """``file: module`` of everything of the engine beside the SDK that the sources of a plugin import."""
    for source in sorted(folder.rglob("*.py")):
        for module in _imported(ast.parse(source.read_bytes(), str(source))):
            if module.partition(".")[0] == _ENGINE and module != SDK:
                yield f"{source.relative_to(folder)}: {module}"


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield str(node.module)
