"""Filters that ask for segments: ``INSEGMENT("key")``.

The name is replaced by what it stands for before the filter is compiled: the condition of a dynamic
segment, read with the viewer's eyes, or the membership of a static one. So a change of a segment is seen at
once, and a compiled filter never outlives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NoReturn

from odos.database.session import transaction
from odos.dsl import tree
from odos.dsl.checked import Checked
from odos.dsl.checker import check
from odos.dsl.findings import finding
from odos.dsl.functions import Function, Overload
from odos.dsl.library.index import functions as built_in
from odos.dsl.parser import parse
from odos.dsl.printer import print_rule
from odos.dsl.types import BOOLEAN, NUMBER, TEXT
from odos.kernel.issues import Issue, has_errors
from odos.kernel.problems import Invalid
from odos.kernel.sql import Sql
from odos.kernel.texts import text
from odos.personal.audience import visible_to
from odos.personal.models import Segment, SegmentKind
from odos.personal.pinning import read_pinned
from odos.records.context import Context
from odos.records.lists.filters import Rewriter
from odos.records.rules.compiled import rule_scope
from odos.schema.model import Entity

NAME = "INSEGMENT"
MEMBER = (
    "INSEGMENT_MEMBERS"  # of a static segment by number, checked by nobody: stands in no text of a person
)
DEEPEST = 5  # segments that ask for segments


def _not_compiled(*_arguments: Any) -> NoReturn:
    raise RuntimeError("a segment is replaced by what it stands for before anything is compiled")


def _member(arguments: Sequence[Sql]) -> Sql:
    segment, record = arguments
    members = "SELECT record_id FROM segment_member WHERE segment_id = (" + segment + ")::bigint"
    return "(" + record + ")::bigint IN (" + members + ")"


FUNCTION = Function(
    NAME,
    text("Whether the record belongs to the segment of that key", "记录是否属于该标识的细分"),
    'INSEGMENT("key_accounts")',
    "true",
    (Overload((TEXT,), BOOLEAN, _not_compiled, _not_compiled),),
    volatility="context",
)
MEMBERSHIP = Function(
    MEMBER,
    text("Whether the record is on the list of a segment", "记录是否在细分的名单中"),
    "INSEGMENT_MEMBERS(1, id)",
    "true",
    (Overload((NUMBER, NUMBER), BOOLEAN, _not_compiled, _member),),
    volatility="context",
)


def _functions() -> Mapping[str, Function]:
    """Those of all rules, plugins' included, and the one for everybody."""
    return {**built_in, NAME: FUNCTION}


def check_filter(context: Context, entity: Entity, source: str) -> Checked:
    """A filter as its author wrote it, segments and all; raises `Invalid` with paths under ``filter``."""
    try:
        node = parse(source)
        checked = check_node(context, entity, node)
        if has_errors(checked.issues):
            raise Invalid(None, checked.issues)
        _replaced(context, entity, node, ())
    except Invalid as refusal:
        raise Invalid(None, [issue.under("filter") for issue in refusal.issues]) from None
    return checked


def check_node(context: Context, entity: Entity, node: tree.Node) -> Checked:
    """The types and names of a condition, with the actor's eyes."""
    scope = rule_scope(context, entity, as_user=True)
    return check(node, scope, expected=BOOLEAN, functions=_functions())


def present_segments(context: Context, entity: Entity, source: str) -> str:
    """The filter with every segment replaced; raises `Invalid` for what the actor may not use."""
    check_filter(context, entity, source)
    return print_rule(_replaced(context, entity, parse(source), ()), rule_scope(context, entity))


REWRITER = Rewriter("segments", NAME, present_segments)


def _replaced(context: Context, entity: Entity, node: tree.Node, within: tuple[str, ...]) -> tree.Node:
    calls = [item for item in tree.walk(node) if _is_call(item)]
    if not calls:
        return node
    _refuse(_not_here(call) for call in _inside_collections(node))
    keys = {_key(call) for call in calls}
    segments = _find(context, entity, keys)
    _refuse(_unknown(call) for call in calls if _key(call) not in segments)
    if len(within) >= DEEPEST or keys & set(within):
        raise Invalid(None, [_circle(calls[0])])
    bodies = {key: _body(context, entity, found, within) for key, found in segments.items()}
    return tree.rewritten(node, lambda item: bodies[_key(item)] if _is_call(item) else item)


def _is_call(node: tree.Node) -> bool:
    return isinstance(node, tree.Call) and node.name == NAME


def _key(call: tree.Node) -> str:
    assert isinstance(call, tree.Call)
    argument = call.arguments[0] if len(call.arguments) == 1 else None
    if not isinstance(argument, tree.Literal) or not isinstance(argument.value, str):
        message = text("write the key of the segment as a text", "请以文本形式填写细分的标识")
        raise Invalid(None, [finding("rule_segment", call.at, message)])
    return argument.value


def _find(context: Context, entity: Entity, keys: set[str]) -> dict[str, Segment]:
    with transaction(context.workspace):
        found = Segment.objects.filter(visible_to(context.actor), key__in=keys, entity=entity.id)
        return {item.key: item for item in found}


def _body(context: Context, entity: Entity, segment: Segment, within: tuple[str, ...]) -> tree.Node:
    if segment.kind == SegmentKind.STATIC:
        number = tree.Literal(Decimal(segment.pk), "number")
        return tree.Call(MEMBER, (number, tree.Path(("id",))))
    node = read_pinned(segment.condition)
    checked = check_node(context, entity, node)
    if has_errors(checked.issues):
        raise Invalid(None, [_unreadable(segment)])
    return _replaced(context, entity, node, (*within, segment.key))


def _inside_collections(node: tree.Node) -> Iterable[tree.Node]:
    for item in tree.walk(node):
        if isinstance(item, tree.Aggregate):
            yield from (inner for inner in tree.walk(item) if _is_call(inner))


def _refuse(issues: Iterable[Issue]) -> None:
    listed = list(issues)
    if listed:
        raise Invalid(None, listed)


def _not_here(call: tree.Node) -> Issue:
    message = text(
        "a segment can be asked for of the record itself only", "细分条件只能用于记录本身，不能用于关联记录"
    )
    return finding("rule_segment", call.at, message)


def _unknown(call: tree.Node) -> Issue:
    message = text('there is no segment "{key}" here', "此处没有细分“{key}”", key=_key(call)[:60])
    hint = text("It may have been deleted, or not be shared with you", "它可能已被删除，或未与您共享")
    return finding("rule_segment", call.at, message, hint)


def _unreadable(segment: Segment) -> Issue:
    message = text(
        'the segment "{name}" asks for something that you may not see',
        "细分“{name}”使用了您无权查看的内容",
        name=segment.name,
    )
    return finding("rule_segment", tree.START, message)


def _circle(call: tree.Node) -> Issue:
    message = text("these segments ask for each other", "这些细分相互引用")
    return finding("rule_segment", call.at, message)
