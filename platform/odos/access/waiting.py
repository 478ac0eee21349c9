"""Fields that nobody sees of a record that waits in a pool: what ``recycle`` rules ``hide``.

They lie over whatever roles show. A field that every role masks stays masked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from odos.access.model import Veil
from odos.dsl.statements.parser import parse_statement
from odos.dsl.statements.tree import Recycle
from odos.dsl.tree import Path
from odos.kernel.problems import Problem
from odos.schema.model import Entity, Field
from odos.schema.system import pool_field

Lock = tuple[str, tuple[str, ...]]


def veils_in_pool(entity: Entity, veils: Iterable[tuple[str, Veil]]) -> tuple[tuple[str, Veil], ...]:
    """``veils`` of roles and, over records in a pool, those of the entity's rules."""
    by_role, waits = dict(veils), _waits(entity)
    for key in _hidden(entity):
        veil = by_role.get(key)
        if veil is None:
            by_role[key] = Veil(None, (waits,))
        elif veil.when:
            by_role[key] = Veil(veil.mask, (_either(veil.when, waits),))
    return tuple(sorted(by_role.items()))


def locks_in_pool(entity: Entity, locks: Iterable[Lock]) -> tuple[Lock, ...]:
    """The same for fields that must not be changed: what is not shown cannot be."""
    by_role, waits = dict(locks), _waits(entity)
    for key in _hidden(entity):
        when = by_role.get(key)
        if when is None:
            by_role[key] = (waits,)
        elif when:
            by_role[key] = (_either(when, waits),)
    return tuple(sorted(by_role.items()))


def _either(rules: Iterable[str], other: str) -> str:
    both = " and ".join(f"({rule})" for rule in rules)
    return f"({both}) or ({other})"


def _waits(entity: Entity) -> str:
    """The rule that holds of records in a pool."""
    pool = pool_field(entity)
    return f"owner is blank and {pool.key} is not blank" if pool is not None else "false"


def _hidden(entity: Entity) -> list[str]:
    return list(dict.fromkeys(item.id for item in _fields(entity)))


def _fields(entity: Entity) -> Iterator[Field]:
    if pool_field(entity) is None:
        return
    for document in entity.rules:
        if document.get("active") is not False:
            found = (entity.find_field(name) for name in _names(str(document["text"])))
            yield from (item for item in found if item is not None)


@lru_cache(maxsize=1_000)
def _names(text: str) -> tuple[str, ...]:
    """What a rule hides; nothing where it says something else or cannot be read."""
    if "hide" not in text.lower():
        return ()
    try:
        statement = parse_statement(text)
    except Problem:
        return ()
    hide = statement.hide if isinstance(statement, Recycle) else None
    paths = hide.fields if hide is not None else ()
    return tuple(path.names[0] for path in paths if isinstance(path, Path) and len(path.names) == 1)
