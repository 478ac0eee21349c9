"""The record above this one in a tree of the same entity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odos.fields.kinds.reference import ReferenceKind, on_delete


class ParentKind(ReferenceKind):
    """Like a reference whose target is its own entity; the records engine refuses circles."""

    key = "parent"
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {"on_delete": on_delete("restrict", "clear", "cascade")},
    }
