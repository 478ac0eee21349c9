"""Records that may be the same as one being saved: found by similar names, equal numbers and addresses.

A rule of the entity names fields and how each is compared; a record is a possible duplicate when all of them
match. ``block`` refuses the save, ``warn`` tells in a preview and lets it pass. The search index gives the
candidates for all rows with one statement, the comparison is exact. Only records that the actor may see are
found, by fields that the actor may see in them: nothing tells of any other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from odos.database.session import fetch_all
from odos.kernel.issues import Issue
from odos.kernel.sql import Sql, quote
from odos.kernel.texts import text, translate
from odos.records.checks.conditions import Saving
from odos.records.context import Context
from odos.records.lists.queries import narrowing_of
from odos.records.rules.sources import RowSource
from odos.schema.model import Document, Entity
from odos.search.grams import tsquery

MOST_CANDIDATES = 50
MOST_FOUND = 5  # by each rule
THRESHOLD = 0.7  # of two pairs of letters in a row that both names have; one slip in eight letters
_SHORTEST_HALVED = 6


@dataclass(frozen=True)
class Duplicate:
    """A record that may be the same, by which rule."""

    id: int
    label: str
    rule: Document

    @property
    def blocks(self) -> bool:
        """Whether the save is refused."""
        return self.rule.get("action") == "block"

    def as_json(self, language: str) -> dict[str, Any]:
        """The wire form."""
        return {
            "id": str(self.id),
            "label": self.label,
            "rule": translate(self.rule.get("label") or {}, language) or self.rule["key"],
            "fields": list(self.rule["fields"]),
            "action": self.rule.get("action", "warn"),
        }


def find_duplicates_of(
    context: Context, entity: Entity, savings: Sequence[Saving], *, only_blocking: bool
) -> list[list[Duplicate]]:
    """Possible duplicates of each record, by every rule that it fits. Old records are looked at when a field
    of the rule is changed."""
    found: list[list[Duplicate]] = [[] for _saving in savings]
    for rule in blocking_rules(context, entity) if only_blocking else _rules(context, entity):
        for duplicates, same in zip(found, _found_by(context, entity, rule, savings), strict=True):
            duplicates += same[:MOST_FOUND]
    return found


def _found_by(
    context: Context, entity: Entity, rule: Document, savings: Sequence[Saving]
) -> list[list[Duplicate]]:
    found: list[list[Duplicate]] = [[] for _saving in savings]
    asked = list(_questions(entity, rule, savings))
    for position, candidate in _candidates(context, entity, rule, asked) if asked else ():
        given = given_values(entity, rule, savings[position])
        same = is_same(rule, given, [str(value or "") for value in candidate.values])
        if same and candidate.id != savings[position].record_id:
            found[position].append(Duplicate(candidate.id, candidate.label, rule))
    return found


def duplicate_issues(duplicates: Sequence[Duplicate]) -> list[Issue]:
    """What refuses the save."""
    return [_issue(duplicate) for duplicate in duplicates if duplicate.blocks]


def _issue(duplicate: Duplicate) -> Issue:
    message = text('This may be the same as "{label}"', "可能与“{label}”重复", label=duplicate.label)
    hint = text("Open that record instead, or change the value", "请打开该记录，或修改此值")
    return Issue("duplicate", message, (next(iter(duplicate.rule["fields"])),), hint)


@dataclass(frozen=True)
class _Candidate:
    id: int
    label: str
    values: Sequence[Any]


def blocking_rules(context: Context, entity: Entity) -> Iterator[Document]:
    """The rules over fields that the actor may see, of those that refuse a save."""
    return (rule for rule in _rules(context, entity) if rule.get("action") == "block")


def _rules(context: Context, entity: Entity) -> Iterator[Document]:
    hidden = context.access(entity).hidden_fields
    for rule in entity.duplicates:
        items = [entity.by_alias.get(key) for key in rule["fields"]]
        if rule.get("active") is not False and all(item and item.id not in hidden for item in items):
            yield rule


def _questions(entity: Entity, rule: Document, savings: Sequence[Saving]) -> Iterator[tuple[int, str]]:
    """For each row with all values, what the search index is asked."""
    identities = [entity.by_alias[key].id for key in rule["fields"]]
    how = next(iter(rule["fields"].values()))
    for position, saving in enumerate(savings):
        given = given_values(entity, rule, saving)
        relevant = not saving.before or saving.differs & set(identities)
        query = _QUERIES[how](rule, given[0]) if all(given) and relevant else None
        if query:
            yield position, query


def given_values(entity: Entity, rule: Document, saving: Saving) -> list[str]:
    """What the record would hold in the fields of the rule; empty where that is blank."""
    return [_plain(saving.after.get(entity.by_alias[key].id)) for key in rule["fields"]]


def _plain(values: Sequence[object] | None) -> str:
    return str(values[0]) if values and values[0] is not None else ""


def _candidates(
    context: Context, entity: Entity, rule: Document, asked: Sequence[tuple[int, str]]
) -> Iterator[tuple[int, _Candidate]]:
    narrowing = narrowing_of(context, entity)
    source = narrowing.source("t", "d")
    title = source.title()
    columns = "".join(f", {source.column(entity.by_alias[key])}" for key in rule["fields"])
    condition = narrowing.condition(source)
    statement = (
        Sql(
            "SELECT q.n, c.* FROM unnest(%s::integer[], %s::text[]) q(n, words) CROSS JOIN LATERAL (",
            ([position for position, _ in asked], [query for _, query in asked]),
        )
        + f"SELECT t.id, {title} AS label{columns} FROM {quote(entity.table)} t"
        + source.joins.sql()
        + " WHERE t.search_grams @@ q.words::tsquery AND "
        + condition
        + _unveiled(source, rule)
        + f" ORDER BY t.id LIMIT {MOST_CANDIDATES}) c"
    )
    for row in fetch_all(context.workspace, statement.text, statement.bind(context.slots)):
        yield row[0], _Candidate(row[1], str(row[2] or row[1]), row[3:])


def _unveiled(source: RowSource, rule: Document) -> Sql:
    """A record that keeps a field of the rule back tells nothing of what it holds: it is no candidate."""
    visibility = source.joins.visibility
    found = Sql("")
    for key in rule["fields"]:
        veil = visibility.veil(source.entity, source.entity.by_alias[key].id)
        if veil is not None and veil.when:
            found += " AND NOT " + visibility.lies(source.entity, veil, source.alias)
    return found


def is_same(rule: Document, mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether all fields of the rule match."""
    return all(
        _COMPARISONS[how](rule, left, right)
        for how, left, right in zip(rule["fields"].values(), mine, theirs, strict=True)
    )


# ------------------------------------------------------------------ ways to compare


def folded(value: str) -> str:
    """Without case, width and blanks around it."""
    return unicodedata.normalize("NFKC", value).casefold().strip()


def digits(value: str) -> str:
    """The last eleven digits: prefixes of countries and trunks are written in many ways."""
    return re.sub(r"[^0-9]", "", value)[-11:]


def core(rule: Document, value: str) -> str:
    """The letters of a name, without words that many names have in common."""
    plain = folded(value)
    for word in sorted(rule.get("ignore") or (), key=len, reverse=True):
        plain = plain.replace(folded(word), " ")
    letters = "".join(re.findall(r"\w+", plain))
    return letters or "".join(re.findall(r"\w+", folded(value)))


def pairs(value: str) -> set[str]:
    """Each two letters in a row."""
    return {value[start : start + 2] for start in range(max(1, len(value) - 1))}


def _similar(rule: Document, mine: str, theirs: str) -> bool:
    left, right = core(rule, mine), core(rule, theirs)
    if left == right:
        return bool(left)
    first, second = pairs(left), pairs(right)
    shared = 2 * len(first & second) / (len(first) + len(second))
    return shared >= float(rule.get("threshold") or THRESHOLD)


def _equal(_rule: Document, mine: str, theirs: str) -> bool:
    return folded(mine) == folded(theirs)


def _same_number(_rule: Document, mine: str, theirs: str) -> bool:
    return len(digits(mine)) >= 6 and digits(mine) == digits(theirs)


def _ask_similar(rule: Document, value: str) -> str | None:
    """One slip leaves half of a longer name as it is."""
    plain = folded(value)
    for word in rule.get("ignore") or ():
        plain = plain.replace(folded(word), " ")
    whole = tsquery(plain) or tsquery(value)
    letters = max(re.findall(r"\w+", plain), key=len, default="")
    if len(letters) < _SHORTEST_HALVED:
        return whole
    middle = len(letters) // 2
    halves = [tsquery(letters[:middle]), tsquery(letters[middle:])]
    return " | ".join(f"({part})" for part in (whole, *halves) if part)


def _ask_number(_rule: Document, value: str) -> str | None:
    number = digits(value)
    return tsquery(number[-8:]) if len(number) >= 6 else None


_COMPARISONS: Mapping[str, Callable[[Document, str, str], bool]] = {
    "similar": _similar,
    "equal": _equal,
    "number": _same_number,
}
_QUERIES: Mapping[str, Callable[[Document, str], str | None]] = {
    "similar": _ask_similar,
    "equal": lambda _rule, value: tsquery(value),
    "number": _ask_number,
}
