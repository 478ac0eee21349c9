"""What may come next at the cursor of an unfinished rule: names, options, functions, words of the language.

`cursor` says where the cursor stands; this module asks the scope and the registry of functions what fits
there. It sees with the scope's eyes: what is hidden from the author is not offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from odos.dsl.editing.cursor import Cursor, Names, OpenParser, cursor_at
from odos.dsl.editing.proposals import Completion, Proposal, ProposalKind, best, unfitting
from odos.dsl.editing.statement_words import CLAUSES, ENTITY_AFTER, FIELDS_AFTER, POINTS_HELP
from odos.dsl.editing.words import AGGREGATES, OPERATORS, PERIODS, UNITS, VALUES
from odos.dsl.functions import Function
from odos.dsl.library.index import functions as built_in
from odos.dsl.parser import open_expression
from odos.dsl.printer import quote_text, user_scope
from odos.dsl.scope import Name, Scope
from odos.dsl.statements.parser import open_statement
from odos.dsl.types import BOOLEAN, DATE, DATETIME, Type
from odos.dsl.typing_rules import meet
from odos.kernel.texts import DEFAULT_LANGUAGE, translate
from odos.schema.model import Field

_VALUE = "NUMBER"  # the terminal that may stand wherever a value may
_PERIOD_BEGUN = re.compile(r"\bin\s+((?:this|last|next)\s[\w\s]*)$", re.IGNORECASE)
_MANY = (("FOR_EACH",), ("UPDATE",))
_AFTER_NUMBER = re.compile(r"\d\s+$")


@dataclass(frozen=True)
class _Desk:
    """Everything that the sources of proposals look at."""

    cursor: Cursor
    before: str
    scope: Scope
    language: str
    functions: Mapping[str, Function]
    is_statement: bool

    @property
    def asks_for_collection(self) -> bool:
        """Whether the cursor stands where the path of a collection is asked for: ``count(|``."""
        call, stack = self.cursor.call, self.cursor.stack
        return bool(call and call[0].lower() in AGGREGATES and stack[-1] == "(")

    @property
    def asks_for_field(self) -> bool:
        """Whether a clause asks for a field or related records: ``at |``, ``into |``, ``for each |``."""
        words, expected = self.cursor.open_words, self.cursor.expected
        return (
            _VALUE not in expected and "NAME" in expected and words[-1:] != () and words[-1] in FIELDS_AFTER
        )

    def beside(self) -> Name | None:
        """The field with which the value at the cursor is compared."""
        return find_path(self.scope, self.cursor.beside) if self.cursor.beside else None


def complete(
    source: str,
    position: int,
    scope: Scope,
    *,
    language: str = DEFAULT_LANGUAGE,
    functions: Mapping[str, Function] = built_in,
    is_statement: bool = False,
) -> Completion:
    """The proposals at ``position`` (in letters) of a rule over the scope's entity. Never raises."""
    cursor = _cursor(source, position, open_statement if is_statement else open_expression)
    inner = inner_scope(scope, cursor.collections)
    desk = _Desk(cursor, source[: cursor.start], inner, language, functions, is_statement)
    if cursor.in_text:
        offered = best(cursor.word, _options(desk))
        closed = source[position : position + 1] == source[cursor.start]
        return Completion(cursor.start, position + closed, offered)
    *way, last = cursor.word.split(".")
    if way:
        return Completion(position - len(last), position, best(last, _names(desk, tuple(way))))
    found = (proposal for source_of in _SOURCES for proposal in source_of(desk))
    return Completion(cursor.start, position, best(last, found))


def _cursor(source: str, position: int, open_parser: OpenParser) -> Cursor:
    """An unfinished period (``in this |``) is one word, though its parts could be names."""
    begun = _PERIOD_BEGUN.search(source[:position])
    if begun is None:
        return cursor_at(source, position, open_parser)
    return replace(cursor_at(source, begun.start(1), open_parser), word=begun[1])


def inner_scope(scope: Scope, collections: Iterable[Names]) -> Scope:
    """The scope inside the ``where`` of collections in each other."""
    for names in collections:
        collection = find_collection(scope, names)
        if collection is None or collection.target is None:
            return scope
        scope = scope.entity_scope(collection.target)
    return scope


def find_path(scope: Scope, names: Names) -> Name | None:
    """What the last name of a path stands for; None where a step is unknown or hidden."""
    found = list(follow(scope, names))
    return found[-1] if len(found) == len(names) else None


def find_collection(scope: Scope, names: Names) -> Name | None:
    """The collection on the way of a path."""
    return next((name for name in follow(scope, names) if name.is_collection), None)


def follow(scope: Scope | None, names: Names) -> Iterator[Name]:
    """The steps of a path as far as they are known."""
    if scope and names[:1] == ("user",) and len(names) > 1:
        scope, names = user_scope(scope), names[1:]
    for key in names:
        name = scope.find(key) if scope else None
        if scope is None or name is None or scope.is_hidden(name.field):
            return
        yield name
        scope = scope.entity_scope(name.target) if name.target else None


# ------------------------------------------------------------------ names


def _names(desk: _Desk, way: Names = ()) -> Iterator[Proposal]:
    way = tuple(key.lower() for key in way)
    scope = _scope_after(desk.scope, way) or _looked_up(desk, way)
    if scope is None or not (way or _VALUE in desk.cursor.expected or desk.asks_for_field):
        return
    beside, many = desk.beside(), desk.asks_for_collection or desk.cursor.open_words[-1:] in _MANY
    for key, name in _visible_names(scope):
        if name.is_collection and not (many or way):
            continue
        unlike = beside is not None and meet(beside.type, name.type) is None
        proposal = _of_name(desk, key, name)
        if unlike or (many and not way and not name.is_collection):
            proposal = unfitting(proposal)
        yield proposal


def _visible_names(scope: Scope) -> list[tuple[str, Name]]:
    """Each name once, under its first key; the columns that every entity has stand last."""
    found: dict[str, tuple[str, Name]] = {}
    for key in scope.names():
        name = scope.find(key)
        if name is not None and not scope.is_hidden(name.field):
            found.setdefault(name.id, (key, name))
    return sorted(found.values(), key=lambda item: item[1].field.system)


def _scope_after(scope: Scope, way: Names) -> Scope | None:
    """The entity that the names lead to."""
    if not way:
        return scope
    if way == ("user",):
        return user_scope(scope)
    last = find_path(scope, way)
    return scope.entity_scope(last.target) if last and last.target else None


def _looked_up(desk: _Desk, way: Names) -> Scope | None:
    """The entity that a lookup is told: ``LOOKUP(tax_rate.|``."""
    call = desk.cursor.call
    is_asked = len(way) == 1 and call is not None and call[0].upper() == "LOOKUP"
    return desk.scope.find_entity(way[0]) if is_asked else None


def _of_name(desk: _Desk, key: str, name: Name) -> Proposal:
    entity = desk.scope.entity_scope(name.target).entity if name.target else None
    label = entity.plural_label if name.inverse and entity else name.field.label
    return Proposal(
        key,
        _kind(name),
        label=translate(label, desk.language),
        type=name.type,
        target=translate(entity.label, desk.language) if entity else None,
        help=translate(name.field.help, desk.language),
        name=key,
    )


def _kind(name: Name) -> ProposalKind:
    if name.is_collection:
        return "collection"
    return "reference" if name.target else "field"


# ------------------------------------------------------------------ options


def _options(desk: _Desk) -> Iterator[Proposal]:
    """The options of the field beside, or of the field that a function was given first."""
    call = desk.cursor.call
    name = desk.beside() or (find_path(desk.scope, call[1]) if call and call[1] else None)
    if name is None or not (desk.cursor.in_text or _VALUE in desk.cursor.expected):
        return
    for key, option in option_documents(name.field):
        label = translate(option.get("label") or {}, desk.language)
        yield Proposal(quote_text(key), "option", label=label, name=key)


def option_documents(field: Field) -> Iterable[tuple[str, Mapping[str, Mapping[str, str]]]]:
    """The options of a field in the order in which they are offered."""
    options = field.options.get("options") or {}
    return sorted(options.items(), key=lambda item: item[1].get("order", 0))


# ------------------------------------------------------------------ functions and words


def _functions(desk: _Desk) -> Iterator[Proposal]:
    if _VALUE not in desk.cursor.expected or desk.asks_for_collection:
        return
    for name, help_text in AGGREGATES.items():
        yield Proposal(f"{name}()", "aggregate", help=help_text.render(desk.language), back=1, name=name)
    for function in desk.functions.values():
        yield Proposal(
            f"{function.name}()",
            "function",
            help=function.help.render(desk.language),
            example=function.example,
            back=0 if _takes_nothing(function) else 1,
            name=function.name,
        )


def _takes_nothing(function: Function) -> bool:
    if function.macro:
        return function.macro.most == 0
    return all(overload.expand(0) is not None for overload in function.overloads)


def _values(desk: _Desk) -> Iterator[Proposal]:
    beside = desk.beside()
    for word in VALUES:
        named = word.terminal == "NAME" and _VALUE not in desk.cursor.expected
        if word.terminal not in desk.cursor.expected or named or desk.asks_for_collection:
            continue
        proposal = Proposal(word.written, "value", help=word.help.render(desk.language), name=word.written)
        kind = _VALUE_TYPES.get(word.written)
        unlike = beside and kind and not kind(beside.type)
        yield unfitting(proposal) if unlike else proposal


_VALUE_TYPES: Mapping[str, Callable[[Type], bool]] = {
    "today": lambda beside: beside in (DATE, DATETIME),
    "now": lambda beside: beside in (DATE, DATETIME),
    "user": lambda beside: beside.kind == "record",
    "true": lambda beside: beside == BOOLEAN,
    "false": lambda beside: beside == BOOLEAN,
    "not": lambda beside: False,
}


def _periods(desk: _Desk) -> Iterator[Proposal]:
    beside = desk.beside()
    if "PERIOD" in desk.cursor.expected and (beside is None or beside.type.is_temporal):
        for word in PERIODS:
            yield Proposal(word.written, "value", help=word.help.render(desk.language), name=word.written)


def _clauses(desk: _Desk) -> Iterator[Proposal]:
    """The words of statements, and the entity that a statement is about."""
    if not desk.is_statement:
        return
    words, expected = desk.cursor.open_words, desk.cursor.expected
    if _VALUE not in expected and "NAME" in expected and words and words[-1] in ENTITY_AFTER:
        entity = desk.scope.entity
        yield Proposal(entity.key, "reference", label=translate(entity.label, desk.language), name=entity.key)
    if "QUALIFIED" in words and _VALUE in expected:
        yield Proposal("score", "value", help=POINTS_HELP.render(desk.language), name="score")
    for word in CLAUSES:
        if word.terminal in expected:
            help_text = word.help.render(desk.language)
            yield Proposal(word.written, "word", help=help_text, back=word.back, name=word.name)


def _operators(desk: _Desk) -> Iterator[Proposal]:
    if _VALUE in desk.cursor.expected:
        return
    before = find_path(desk.scope, desk.cursor.before) if desk.cursor.before else None
    for word in OPERATORS:
        if word.terminal not in desk.cursor.expected:
            continue
        if before and word.after and before.type.kind not in word.after:
            continue
        if before and before.is_collection and word.terminal not in _AFTER_COLLECTION:
            continue
        yield Proposal(
            word.written, "word", help=word.help.render(desk.language), back=word.back, name=word.written
        )


_AFTER_COLLECTION = frozenset({"_WHERE", "_ORDER_BY"})


def _units(desk: _Desk) -> Iterator[Proposal]:
    if _AFTER_NUMBER.search(desk.before):
        for unit, help_text in UNITS.items():
            yield Proposal(unit, "word", help=help_text.render(desk.language), name=unit)


_SOURCES: tuple[Callable[[_Desk], Iterator[Proposal]], ...] = (
    _options,
    _units,
    _periods,
    _clauses,
    _operators,
    _names,
    _values,
    _functions,
)
