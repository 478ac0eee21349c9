"""Why somebody does or does not see and change each field of a record, and which role would help."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from odos.access.model import Access
from odos.access.roles import FieldRight, Grant, grants
from odos.database.session import fetch_one
from odos.kernel.sql import Sql, join, quote
from odos.kernel.texts import Text, text, translate
from odos.records.access.further_roles import with_further_roles
from odos.records.context import Context
from odos.records.lists.reaching import holds_everywhere
from odos.records.values.inputs import is_locked
from odos.records.values.selecting import visible_fields
from odos.schema.model import Entity, Field, Schema


@dataclass(frozen=True)
class Reason:
    """``kind`` is ``record``, ``role``, ``pool``, ``power`` or ``computed``."""

    kind: str
    text: Text


@dataclass(frozen=True)
class FieldAnswer:
    """What of a field is shown (``plain``, ``masked``, ``hidden``), and which roles keep something back.

    ``why`` it is not shown or not changed; ``roles`` that would mend that.
    """

    key: str
    shows: str
    edits: bool
    kept_back_by: tuple[str, ...]
    why: tuple[Reason, ...] = ()
    roles: tuple[str, ...] = ()


_UNLIMITED = Access()
_UNSEEN = Reason("record", text("The record is out of sight", "无权查看该记录"))
_UNCHANGED = Reason("record", text("The record may not be changed", "无权编辑该记录"))
_COMPUTED = Reason(
    "computed", text("Nobody types it in: the system keeps it", "由系统维护，任何人都不能填写")
)
_ONCE = Reason("computed", text("Written once, when the record is made", "仅可在新建时填写"))
_POOL = Reason("pool", text("Kept back while the record waits in a pool", "记录在公海池中等待时不予显示"))
_POWER = Reason("power", text("Only administrators change it", "仅管理员可修改"))


def explain_fields(
    *, viewer: Context, subject: Context, entity: Entity, record_id: int, sees: bool, edits: bool
) -> tuple[FieldAnswer, ...]:
    """For every field that the ``viewer`` may know of; ``sees``, ``edits``: what the subject may do with the
    record as a whole."""
    fields = visible_fields(viewer, entity)
    if not sees:
        return tuple(FieldAnswer(item.key, "hidden", False, (), (_UNSEEN,)) for item in fields)
    access = subject.access(entity)
    veiled, locked = _lying(subject, entity, access, record_id)
    told = _Teller(subject, entity, access, veiled, locked, edits=edits)
    return tuple(told.answer(item) for item in fields)


def _lying(
    context: Context, entity: Entity, access: Access, record_id: int
) -> tuple[frozenset[str], frozenset[str]]:
    """The fields over which a veil, or a lock, lies in this record."""
    veils, locks = access.veil_of, dict(access.locks)
    rules = [*(veil.when for veil in veils.values()), *locks.values()]
    conditions = [Sql("1"), *(holds_everywhere(context, entity, when, "t") for when in rules)]
    statement = "SELECT " + join(", ", conditions) + f" FROM {quote(entity.table)} t WHERE "
    statement = statement + Sql("t.id = %s", (record_id,))
    row = fetch_one(context.workspace, statement.text, statement.bind(context.slots)) or ()
    veiled = frozenset(key for key, holds in zip(veils, row[1:], strict=False) if holds)
    locked = frozenset(key for key, holds in zip(locks, row[1 + len(veils) :], strict=False) if holds)
    return veiled, locked


class _Teller:
    """Tells of one record and one person."""

    def __init__(
        self,
        context: Context,
        entity: Entity,
        access: Access,
        veiled: Collection[str],
        locked: Collection[str],
        *,
        edits: bool,
    ) -> None:
        self._context, self._access = context, access
        self._veiled, self._locked, self._edits = veiled, locked, edits
        self._given = grants(context.schema, entity, context.actor.roles)
        self._further = [(key, other.access(entity)) for key, other in with_further_roles(context)]

    def answer(self, item: Field) -> FieldAnswer:
        """What there is to say of one field."""
        is_veiled, is_locked = item.id in self._veiled, item.id in self._locked
        shows = "plain"
        if is_veiled:
            shows = "masked" if self._access.veil_of[item.id].mask else "hidden"
        may_edit = self._edits and not (_kept_by_system(item) or is_veiled or is_locked)
        keeping = [grant for grant in self._given if item.id in grant.fields]
        return FieldAnswer(
            item.key,
            shows,
            may_edit,
            tuple(grant.role for grant in keeping),
            tuple(self._why(item, keeping, is_veiled=is_veiled, is_locked=is_locked)),
            tuple(self._mending(item, is_veiled=is_veiled, is_locked=is_locked)),
        )

    def _why(
        self, item: Field, keeping: Iterable[Grant], *, is_veiled: bool, is_locked: bool
    ) -> Iterator[Reason]:
        if is_veiled or is_locked:
            yield from self._kept_back(item, keeping, is_veiled=is_veiled)
        elif _kept_by_system(item):
            yield _ONCE if item.read_only_after_create and not item.read_only else _COMPUTED
        elif not self._edits:
            yield _UNCHANGED

    def _kept_back(self, item: Field, keeping: Iterable[Grant], *, is_veiled: bool) -> Iterator[Reason]:
        """By roles, where all that count keep it back; else by a rule of the entity, or as a power."""
        rights = [(grant.role, grant.fields[item.id]) for grant in keeping]
        counting = [
            (role, right) for role, right in rights if not (right.shows if is_veiled else right.edits)
        ]
        if counting and len(counting) == len(self._given):
            for role, right in counting:
                yield Reason("role", _meaning(self._context.schema, role, right))
        else:
            yield _POOL if is_veiled or item.id in self._access.locks_by_record else _POWER

    def _mending(self, item: Field, *, is_veiled: bool, is_locked: bool) -> Iterator[str]:
        for key, access in self._further:
            shown = is_veiled and item.id not in access.veil_of
            opened = not is_veiled and is_locked and item.id not in dict(access.locks)
            if shown or opened:
                yield key


def _kept_by_system(item: Field) -> bool:
    """Whether nobody may change it in a record that is there."""
    return is_locked(item, _UNLIMITED, "edit")


def _meaning(schema: Schema, role: str, right: FieldRight) -> Text:
    label = schema.roles[role].get("label") or {"en": role}
    names = {"role": translate(label), "role_zh": translate(label, "zh-hans")}
    forms = _LOCKED if right.shows else _HIDDEN if right.mask is None else _MASKED
    form = forms[right.when is not None]
    return text(form.en, form.zh_hans, **names)


_HIDDEN = (
    text("The role {role} hides it", "角色“{role_zh}”将其隐藏"),
    text("The role {role} hides it in such records", "角色“{role_zh}”在此类记录中将其隐藏"),
)
_MASKED = (
    text("The role {role} shows it by a mask", "角色“{role_zh}”对其脱敏"),
    text("The role {role} shows it by a mask in such records", "角色“{role_zh}”在此类记录中对其脱敏"),
)
_LOCKED = (
    text("The role {role} lets it be read only", "角色“{role_zh}”仅允许查看"),
    text("The role {role} lets it be read only in such records", "角色“{role_zh}”在此类记录中仅允许查看"),
)
