"""Which records are meant by what somebody types to choose one.

Their label holds it, or the words of the search do (a number, a user name, an address); a Chinese label is
found by its sound too: ``zhangwei``, ``zhang w`` and ``zw`` all mean 张伟.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from odos.database.session import fetch_all
from odos.fields.columns import is_generated
from odos.fields.kinds.text import KEY_SUFFIX
from odos.fields.registry import get_kind
from odos.fields.sort_keys import TIE, sound
from odos.kernel.sql import Sql, join, quote
from odos.records.context import Context
from odos.records.lists.filters import Predicate
from odos.records.lists.plans import words_in_sight
from odos.records.lists.reaching import visibility_of
from odos.records.rules.sources import RowSource, Visibility
from odos.records.values.shapes import has_search, shape_of
from odos.schema.model import Entity
from odos.search.grams import patterns, tsquery

MOST_BY_WORDS = 1_000  # that the search may add; whoever gets so many types on
_SPOKEN = re.compile(r"[a-z' ]+")
_LONGEST_INITIALS = 6


def matching(context: Context, entity: Entity, typed: str) -> Predicate:
    """The condition under which a record of the entity is meant."""
    visibility = visibility_of(context)
    heard = _heard(context, entity, visibility, typed)

    def predicate(source: RowSource) -> Sql:
        ways = [_label_holds(source, typed), *_by_words(source, visibility, typed), *heard(source)]
        return "(" + join(" OR ", ways) + ")"

    return predicate


def _label_holds(source: RowSource, typed: str) -> Sql:
    label = f"lower({source.title()} COLLATE odos_case)"
    return Sql(f"{label} LIKE lower(%s COLLATE odos_case)", (f"%{_literally(typed)}%",))


def _literally(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _is_static(entity: Entity) -> bool:
    """Whether the entity's table is the platform's own: small, and not all of it written by this engine, so
    that keys and words of the search may be missing."""
    title = entity.title
    return title.kind == "text" and title.column != "" and not is_generated(title)


def _by_words(source: RowSource, visibility: Visibility, typed: str) -> Iterator[Sql]:
    """By whatever the search knows of the record and the viewer may see."""
    entity, words = source.entity, tsquery(typed)
    if words is None or not has_search(entity):
        return
    in_sight = Sql(f"{words_in_sight(source, visibility)} LIKE ALL(%s::text[])", (patterns(typed),))
    if _is_static(entity):
        yield in_sight
        return
    found = Sql(
        f"{source.alias}.id IN (SELECT s.id FROM {quote(entity.table)} s"
        f" WHERE s.search_grams @@ %s::tsquery LIMIT {MOST_BY_WORDS})",
        (words,),
    )
    is_veiled = any(visibility.veil(entity, item.id) for item, _read in shape_of(entity).searched)
    yield "(" + found + " AND " + in_sight + ")" if is_veiled else found


def _heard(
    context: Context, entity: Entity, visibility: Visibility, typed: str
) -> Callable[[RowSource], Iterator[Sql]]:
    """By the sound of a Chinese label, where what was typed can be one and the viewer may see the label."""
    spoken = typed.lower().replace("'", " ").strip()
    title = entity.title
    if not _SPOKEN.fullmatch(spoken) or visibility.veil(entity, title.id) is not None:
        return lambda _source: iter(())
    if _is_static(entity):
        ids = _heard_ids(context, entity, spoken)
        return lambda source: iter([Sql(f"{source.alias}.id = ANY(%s)", (ids,))] if ids else [])
    if KEY_SUFFIX not in {column.suffix for column in get_kind(title.kind).columns(title)}:
        return lambda _source: iter(())
    return lambda source: _by_key(source, spoken)


def _by_key(source: RowSource, spoken: str) -> Iterator[Sql]:
    """In the key by which Chinese labels sort; a label in Latin letters has none."""
    key = source.column(source.entity.title, KEY_SUFFIX)
    syllables = f"split_part({key}, '{TIE}', 1)"
    together = Sql(f"replace({syllables}, ' ', '') LIKE %s", (f"%{spoken.replace(' ', '')}%",))
    ways = [together]
    if _is_initials(spoken):
        ways += [Sql(f"{syllables} LIKE %s", (pattern,)) for pattern in _initial_patterns(spoken)]
    yield f"({key} IS NOT NULL AND (" + join(" OR ", ways) + "))"


def _is_initials(spoken: str) -> bool:
    return 1 < len(spoken) <= _LONGEST_INITIALS and " " not in spoken


def _initial_patterns(spoken: str) -> tuple[str, str]:
    """Words that begin with these letters, from the first word on or from a later one."""
    in_a_row = "% ".join(spoken) + "%"
    return in_a_row, f"% {in_a_row}"


def _heard_ids(context: Context, entity: Entity, spoken: str) -> list[int]:
    """The same of a table whose labels have no keys; these are small."""
    title = quote(entity.title.column)
    beyond_ascii = f"octet_length({title}) > char_length({title})"
    statement = f"SELECT id, {title} FROM {quote(entity.table)} WHERE deleted_at IS NULL AND {beyond_ascii}"
    rows = fetch_all(context.workspace, statement, [])
    return [row[0] for row in rows if _sounds(sound(row[1]), spoken)]


def _sounds(syllables: str | None, spoken: str) -> bool:
    if syllables is None:
        return False
    initials = "".join(word[0] for word in syllables.split())
    return spoken.replace(" ", "") in syllables.replace(" ", "") or (
        _is_initials(spoken) and spoken in initials
    )
