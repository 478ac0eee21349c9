"""Which overload of a function is meant, and as what each argument is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from odos.dsl import findings, tree
from odos.dsl.functions import Function, Overload, Parameter
from odos.dsl.types import ANY, BLANK, OPTIONSET, Type
from odos.dsl.typing_rules import accepts, fit, is_scalar, meet
from odos.kernel.issues import Issue


@dataclass(frozen=True)
class _Match:
    """An overload over given arguments; ``failed`` is the position of the first that does not go in."""

    overload: Overload
    parameters: tuple[Parameter, ...]
    bound: dict[str, Type]
    failed: int | None = None


def check_call(node: tree.Call, function: Function, arguments: Sequence[tree.Node]) -> tree.Call | Issue:
    """The call with its overload and type; ``arguments`` are checked already."""
    expanded = [(overload, overload.expand(len(arguments))) for overload in function.overloads]
    fitting = [(overload, parameters) for overload, parameters in expanded if parameters is not None]
    if not fitting:
        return findings.wrong_count(node, function.name, function.example)
    matches = [_match(overload, parameters, arguments) for overload, parameters in fitting]
    chosen = next((match for match in matches if match.failed is None), None)
    if chosen is None:
        return _wrong_argument(max(matches, key=lambda match: match.failed or 0), matches, arguments)
    return _typed(node, chosen, arguments)


def _match(overload: Overload, parameters: tuple[Parameter, ...], arguments: Sequence[tree.Node]) -> _Match:
    bound: dict[str, Type] = {}
    for position, (parameter, argument) in enumerate(zip(parameters, arguments, strict=True)):
        if isinstance(parameter, Type):
            accepted = accepts(parameter, argument.type)
        else:
            together = meet(bound.get(parameter, BLANK), argument.type) if is_scalar(argument.type) else None
            accepted = together is not None
            bound[parameter] = together or BLANK
        if not accepted:
            return _Match(overload, parameters, bound, position)
    return _Match(overload, parameters, bound)


def _typed(node: tree.Call, match: _Match, arguments: Sequence[tree.Node]) -> tree.Call | Issue:
    fitted = []
    for parameter, argument in zip(match.parameters, arguments, strict=True):
        found = fit(argument, _beside(parameter, match, arguments))
        if isinstance(found, Issue):
            return found
        fitted.append(found)
    read_as = tuple(match.bound[item] if isinstance(item, str) else item for item in match.parameters)
    result = match.overload.result
    kind = match.bound[result] if isinstance(result, str) else result
    made = match.overload.made
    overload = made(fitted) if made else match.overload
    return replace(node, arguments=tuple(fitted), type=kind, overload=overload, parameters=read_as)


def _beside(parameter: Parameter, match: _Match, arguments: Sequence[tree.Node]) -> tree.Node:
    """The field that gives literals under the same variable their meaning; the result is nobody's option.

    What goes into a set of options is one of them.
    """
    if match.overload.result == OPTIONSET:
        sets = (each for each in arguments if each.type == OPTIONSET and isinstance(each, tree.FieldPath))
        return next(sets, _NOTHING)
    together = (
        argument
        for other, argument in zip(match.parameters, arguments, strict=True)
        if other == parameter and isinstance(other, str) and other != match.overload.result
    )
    return next((argument for argument in together if isinstance(argument, tree.FieldPath)), _NOTHING)


_NOTHING = tree.Literal(None, "blank", type=ANY)


def _wrong_argument(furthest: _Match, matches: Sequence[_Match], arguments: Sequence[tree.Node]) -> Issue:
    position = furthest.failed or 0
    found = arguments[position]
    expected = [
        parameter if isinstance(parameter, Type) else match.bound[parameter]
        for match in matches
        if match.failed == position
        for parameter in (match.parameters[position],)
    ]
    if not any(isinstance(furthest.parameters[position], Type) for _ in expected):
        others = [item.type for item in arguments[:position] if is_scalar(item.type)]
        return findings.mismatch(found.at, others[-1] if others else ANY, found.type)
    return findings.wrong_type(
        found.at, expected, found.type, findings.conversion_hint(expected[0], found.type)
    )
