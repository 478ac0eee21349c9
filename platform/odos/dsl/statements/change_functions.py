"""What a statement may call beyond the library: the change that it runs on.

``changed(stage)`` is ``stage <> old.stage``; a new record has changed from blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from odos.dsl import tree
from odos.dsl.functions import Function, Macro
from odos.dsl.library.index import functions as built_in
from odos.dsl.tree import Node
from odos.kernel.texts import text


def _old(node: Node) -> Node:
    match node:
        case tree.Path(names=names):
            line, column = node.at
            before = tree.Position(line, max(1, column - len("old.")))  # so that names stand where they are
            return tree.Path(("old", *names), at=before)
        case tree.FieldPath(ids=ids):
            return tree.FieldPath(("$old", *ids), at=node.at)
        case _:
            return node


def _changed(arguments: tuple[Node, ...]) -> Node:
    return tree.Compare("<>", arguments[0], _old(arguments[0]))


def _prior(arguments: tuple[Node, ...]) -> Node:
    return _old(arguments[0])


_CHANGED_HELP = text("Whether a field has another value than before", "字段的值是否已更改")
_PRIOR_HELP = text("The value that a field had before", "字段之前的值")
_NEW_HELP = text("Whether the record is being created", "记录是否为新建")
_GROUP = "change"
_MADE = (
    Function(
        "CHANGED", _CHANGED_HELP, "changed(stage)", "", group=_GROUP, macro=Macro(_changed, 1, 1)
    ),
    Function(
        "ISCHANGED", _CHANGED_HELP, "ISCHANGED(stage)", "", group=_GROUP, macro=Macro(_changed, 1, 1)
    ),
    Function(
        "PRIORVALUE", _PRIOR_HELP, "PRIORVALUE(stage)", "", group=_GROUP, macro=Macro(_prior, 1, 1)
    ),
    Function(
        "ISNEW", _NEW_HELP, "ISNEW()", "", group=_GROUP,
        macro=Macro(lambda _: tree.Path(("is_new",)), 0, 0),
    ),
)  # fmt: skip


class _Functions(Mapping[str, Function]):
    """The library, which plugins extend while loading, and these where it has none of the name."""

    def __init__(self) -> None:
        self._made = {item.name: item for item in _MADE}

    def __getitem__(self, name: str) -> Function:
        return built_in[name] if name in built_in else self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*built_in, *self._made]))

    def __len__(self) -> int:
        return len({*built_in, *self._made})


CHANGE_FUNCTIONS: Mapping[str, Function] = _Functions()
