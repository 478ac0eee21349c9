"""Which record a cell names: by a named field of the target entity, many cells with one statement.

Only records within the actor's reach are found, and only by a field that the actor may see. A name that
several records bear is a finding, not a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from odos.database.session import fetch_all
from odos.exchange.mapping import Target
from odos.exchange.transforms import TRANSFORMS
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.sql import Sql, quote
from odos.kernel.texts import Text, text
from odos.records.context import Context
from odos.records.lists.reaching import reachable
from odos.records.values.inputs import parse_context
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.schema.model import Entity, Field

AMBIGUOUS = 0  # no record has this id
_REMEMBERED = 200_000
_COMPARED = 500  # names among which a similar one is looked for


def find_lookup_field(context: Context, entity: Entity, target: Target) -> Field:
    """The field of ``entity`` by which cells name its records; raises `Invalid`."""
    found = entity.find_field(target.by or entity.title_field)
    hidden = context.access(entity).veiled_fields
    if found is None or found.id in hidden or get_kind(found.kind).storage != "columns":
        message = text(
            'Records of {entity} cannot be found by "{key}"', "不能按“{key}”查找 {entity}",
            entity=entity.key, key=str(target.by or entity.title_field)[:80],
        )  # fmt: skip
        raise Invalid(None, [Issue("bad_lookup", message, ("by",))])
    return found


@dataclass
class Lookup:
    """One reference column. Names are remembered, so that each is asked for once."""

    target: Target
    entity: Entity
    by: Field
    added: int = 0
    _known: dict[str, int] = field(default_factory=dict)
    _similar: list[str] = field(default_factory=list)

    def prepare(self, context: Context, names: Iterable[str]) -> None:
        """Ask for the names that are not known yet, and make records for those that may be made."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        wanted = sorted(set(names) - self._known.keys())
        self._known.update(_find(context, self.entity, self.by, wanted))
        missing = [name for name in wanted if name not in self._known]
        if missing and self.target.create_missing is not None:
            self._create(context, missing)
        elif missing and not self._similar:
            self._similar = _some_names(context, self.entity, self.by)

    def find(self, name: str) -> int:
        """The id of the record; raises `Invalid` where there is none or more than one."""
        found = self._known.get(name)
        if found is None:
            raise Invalid(None, [self._absent(name)])
        if found == AMBIGUOUS:
            message = text(
                'Several records of {entity} are called "{name}"', "有多条 {entity} 记录名为“{name}”",
                entity=self.entity.key, name=name[:80],
            )  # fmt: skip
            hint = text("Find them by another field that is unique", "请改用唯一字段查找")
            raise Invalid(None, [Issue("ambiguous", message, (), hint)])
        return found

    def _absent(self, name: str) -> Issue:
        message = text(
            'There is no {entity} with {key} "{name}"', "没有 {key} 为“{name}”的 {entity}",
            entity=self.entity.key, key=self.by.key, name=name[:80],
        )  # fmt: skip
        return Issue("name_not_found", message, (), self._proposal(name))

    def _proposal(self, name: str) -> Text:
        close = get_close_matches(name[:80], self._similar, n=1)
        if close:
            return text('Did you mean "{name}"? Map it', "您是否指“{name}”？请添加映射", name=close[0])
        return text(
            "Correct the cell, map the value to an existing name, or let missing records be created",
            "请修改单元格、将该值映射到已有名称，或允许创建缺失的记录",
        )

    def _create(self, context: Context, names: Sequence[str]) -> None:
        rows = [{**_filled(self.target.create_missing or {}, name), self.by.key: name} for name in names]
        result = write_bulk(context=context, entity=self.entity.key, request=BulkRequest(create=rows))
        refused = {error.index for error in result.errors}
        made = [name for index, name in enumerate(names) if index not in refused]
        self._known.update(zip(made, result.created, strict=True))
        self.added += len(made)
        if refused:
            found = [issue for error in result.errors for issue in error.issues]
            raise Invalid(None, [issue.under("create_missing", self.entity.key) for issue in found])


def _filled(template: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The further fields of a new record: constants, or transformations of its name."""
    return {key: _fill(value, name) for key, value in template.items()}


def _fill(value: Any, name: str) -> Any:
    is_transformed = isinstance(value, Mapping) and "transform" in value
    return TRANSFORMS[value["transform"]](name) if is_transformed else value


def _find(context: Context, entity: Entity, by: Field, names: Sequence[str]) -> dict[str, int]:
    """Ids by name, `AMBIGUOUS` where there are several."""
    parsed = {name: value for name in names if (value := _parsed(context, by, name)) is not None}
    if not parsed:
        return {}
    column = f"t.{quote(by.column)}"
    statement = (
        Sql(
            f"SELECT {column}, min(t.id), count(*) FROM {quote(entity.table)} t"
            f" WHERE t.deleted_at IS NULL AND {column} IN %s AND ",
            (tuple(parsed.values()),),
        )
        + reachable(context, entity, "t")
        + f" GROUP BY {column}"
    )
    rows = fetch_all(context.workspace, statement.text, statement.bind(context.slots))
    found = {value: AMBIGUOUS if times > 1 else identity for value, identity, times in rows}
    return {name: found[value] for name, value in parsed.items() if value in found}


def _some_names(context: Context, entity: Entity, by: Field) -> list[str]:
    """Names to propose; of a large entity only some."""
    selected = f"SELECT t.{quote(by.column)} FROM {quote(entity.table)} t WHERE t.deleted_at IS NULL AND "
    visible = reachable(context, entity, "t")
    statement = Sql(selected) + visible + f" ORDER BY t.id LIMIT {_COMPARED}"
    rows = fetch_all(context.workspace, statement.text, statement.bind(context.slots))
    return [str(row[0]) for row in rows if row[0] is not None]


def _parsed(context: Context, by: Field, name: str) -> object | None:
    try:
        return get_kind(by.kind).parse(by, name, parse_context(context))[0]
    except Invalid:
        return None


def read_attribute(context: Context, entity: Entity, attribute: Field, ids: Iterable[int]) -> dict[int, Any]:
    """The first column of ``attribute`` of the records ``ids``, as far as the actor may see them."""
    source = f"SELECT t.id, t.{quote(attribute.column)} FROM {quote(entity.table)} t"
    visible = reachable(context, entity, "t")
    statement = Sql(f"{source} WHERE t.id = ANY(%s) AND ", (sorted(set(ids)),)) + visible
    return dict(fetch_all(context.workspace, statement.text, statement.bind(context.slots)))
