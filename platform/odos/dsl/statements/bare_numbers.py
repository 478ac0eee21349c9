"""Amounts of money that a statement measures with a bare number, which then means their own currency.

That is what a bare number says (10,000 ¥ and 10,000 € are both ``>= 10000``) and hardly what a limit means,
so who writes a rule where there are several currencies is told. Zero is the same in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from odos.dsl import findings, tree
from odos.dsl.amounts import COMPARISONS, is_conversion, leaves_of, operands_of
from odos.dsl.printer import print_rule
from odos.dsl.scope import Scope
from odos.dsl.statements import tree as st
from odos.dsl.statements import tree_of_change as ch
from odos.kernel.issues import Issue


def bare_numbers(statement: st.Statement, scope: Scope) -> Iterator[Issue]:
    """A warning for each amount, in the order of the text, of a checked statement without errors."""
    found = [node for node in _measured(statement) if _is_bare(node)]
    for node in sorted(found, key=lambda node: (node.at.line, node.at.column)):
        yield findings.bare_number(node.at, print_rule(node, scope))


def _measured(statement: st.Statement) -> Iterator[tree.Node]:
    """What is compared with a number as written."""
    for node in tree.walk(statement):
        if isinstance(node, COMPARISONS):
            yield from _of_comparison(node)
        elif isinstance(node, ch.Decide):
            yield from _of_table(node)


def _of_comparison(node: tree.Node) -> Iterator[tree.Node]:
    sides = [part for side in operands_of(node) for part in _listed(side)]
    if _has_number(sides):
        yield from (side for side in sides if leaves_of(side))


def _of_table(node: ch.Decide) -> Iterator[tree.Node]:
    for number, column in enumerate(node.columns):
        cells = [row.cells[number] for row in node.rows if row.cells]
        if leaves_of(column) and _has_number([value for cell in cells for value in tree.children(cell)]):
            yield column


def _listed(node: tree.Node) -> Sequence[tree.Node]:
    return node.items if isinstance(node, tree.Items) else (node,)


def _has_number(nodes: Sequence[tree.Node]) -> bool:
    return any(_is_number(node) for node in nodes)


def _is_number(node: tree.Node) -> bool:
    """Other than zero."""
    if isinstance(node, tree.Negative):
        return _is_number(node.item)
    return isinstance(node, tree.Literal) and isinstance(node.value, Decimal) and node.value != 0


def _is_bare(node: tree.Node) -> bool:
    """Whether no currency is named in it."""
    return not any(is_conversion(leaf) for leaf in leaves_of(node))
