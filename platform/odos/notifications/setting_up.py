"""What administrators set up under a key, with options and a secret: channels and mail boxes alike.

Secrets are written, never given; each change is in the audit trail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from jsonschema import Draft202012Validator

from odos.access.compile import require_powers
from odos.accounts.sealed import seal, unseal
from odos.audit.entries import APPLICATION, Entry
from odos.audit.operations import write_entries
from odos.database.session import transaction
from odos.fields.conforming import misfits
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Invalid, NotFound
from odos.kernel.texts import LANGUAGES, Text, text
from odos.kernel.workspaces import Workspace
from odos.notifications.channels import Settings
from odos.notifications.models import Channel, MailBox
from odos.records.context import Context

_KEY = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
_ATTRIBUTES = frozenset({"key", "label", "options", "secret", "enabled"})
LONGEST_SECRET = 2_000

Given = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class SetUp:
    """What somebody set up, as it is known outside its table."""

    key: str
    label: Mapping[str, str]
    options: Mapping[str, Any]
    sealed: bytes | None
    is_enabled: bool
    version: int

    def as_settings(self) -> Settings:
        """With the secret in the open, for the moment of use."""
        return Settings(self.key, self.options, unseal(self.sealed) if self.sealed else None)

    def as_set_up(self) -> dict[str, object]:
        """The wire form, without the secret."""
        return {
            "key": self.key,
            "label": dict(self.label),
            "options": dict(self.options),
            "has_secret": self.sealed is not None,
            "enabled": self.is_enabled,
            "version": self.version,
        }


Row = TypeVar("Row", Channel, MailBox)
Known = TypeVar("Known", bound=SetUp)


@dataclass(frozen=True)
class Settable(Generic[Row, Known]):
    """A kind of thing that is set up. ``further`` are its attributes beside those that all have, ``fixed``
    those that stay; ``taken``, ``unknown`` (attribute) and ``stays`` are what is said of a refusal.
    ``check`` finds what is wrong with its own attributes and options; ``changed`` adapts a row that is about
    to be saved to how it was."""

    name: str
    model: type[Row]
    read: Callable[[Row], Known]
    check: Callable[[Row], Iterable[Issue]]
    taken: Text
    unknown: Text
    stays: Text
    further: Mapping[str, str] = field(default_factory=dict)
    fixed: tuple[str, ...] = ("key",)
    changed: Callable[[Row, Known | None], None] = field(default=lambda _row, _before: None)


def list_all(kind: Settable[Row, Known], workspace: Workspace) -> list[Known]:
    """All of them, in the order in which they were made."""
    with transaction(workspace):
        return [kind.read(row) for row in kind.model.objects.order_by("pk")]


def get_one(kind: Settable[Row, Known], workspace: Workspace, key: str) -> Known:
    """One of them; raises `NotFound`."""
    with transaction(workspace):
        row = kind.model.objects.filter(key=key).first()
    if row is None:
        raise NotFound
    return kind.read(row)


def save(
    kind: Settable[Row, Known], *, context: Context, key: str, given: Given, is_new: bool, action: str
) -> Known:
    """Make one or change what is sent of it; raises `Invalid`, `NotFound`, `Conflict`."""
    require_powers(schema=context.schema, principal=context.actor)
    with transaction(context.workspace):
        found = kind.model.objects.select_for_update().filter(key=key).first()
        if found is not None and is_new:
            message = replace(kind.taken, values={"key": key})
            raise Conflict(message, [Issue("taken", message, ("key",))])
        if found is None and not is_new:
            raise NotFound
        before = kind.read(found) if found else None
        row = found or kind.model(key=key, label={}, version=0)
        issues = list(_fixed_issues(kind, row, given))
        _assign(kind, row, given)
        issues += _issues(kind, row, given)
        if issues:
            raise Invalid(None, issues)
        kind.changed(row, before)
        row.version += 1
        row.updated_at = context.now
        row.save()
        after = kind.read(row)
        _audit(context, kind.name, action, before, after, is_secret_set="secret" in given)
    return after


def delete(kind: Settable[Row, Known], *, context: Context, key: str, action: str) -> None:
    """Remove one of them."""
    require_powers(schema=context.schema, principal=context.actor)
    with transaction(context.workspace):
        before = get_one(kind, context.workspace, key)
        kind.model.objects.filter(key=key).delete()
        _audit(context, kind.name, action, before, None, is_secret_set=False)


def schema_issues(schema: Mapping[str, Any], options: object) -> Iterator[Issue]:
    """Where the options do not fit their JSON Schema."""
    if not isinstance(options, dict):
        yield Issue("wrong_type", text("options is an object", "options 应为对象"), ("options",))
        return
    for found in misfits(Draft202012Validator(schema), options):
        path = ("options", *found.path)
        if found.keyword == "required":
            yield Issue("required", text("This is needed", "此项必填"), path)
        else:
            yield Issue("bad_option", found.message, path, found.hint)


def _assign(kind: Settable[Row, Known], row: Row, given: Given) -> None:
    columns = {"label": "label", "options": "options", "enabled": "is_enabled", **kind.further}
    for name, column in columns.items():
        if name in given:
            setattr(row, column, given[name])
    if "secret" in given and (given["secret"] is None or isinstance(given["secret"], str)):
        row.secret = seal(given["secret"]) if given["secret"] else None


def _fixed_issues(kind: Settable[Row, Known], row: Row, given: Given) -> Iterator[Issue]:
    """``key`` and the like are given once."""
    if row.version and any(given.get(name, getattr(row, name)) != getattr(row, name) for name in kind.fixed):
        yield Issue("fixed", kind.stays, (kind.fixed[-1],))


def _issues(kind: Settable[Row, Known], row: Row, given: Given) -> Iterator[Issue]:
    for name in sorted(set(given) - _ATTRIBUTES - kind.further.keys()):
        yield Issue("unknown_attribute", replace(kind.unknown, values={"name": name[:60]}), (name,))
    if not _KEY.match(str(row.key)):
        yield Issue("bad_key", text("Use a-z, 0-9 and _", "请使用 a-z、0-9 和 _"), ("key",))
    if not _is_label(row.label):
        message = text("A name in at least one language", "请至少用一种语言填写名称")
        yield Issue("bad_label", message, ("label",))
    if not isinstance(row.is_enabled, bool):
        yield Issue("wrong_type", text("true or false", "应为 true 或 false"), ("enabled",))
    secret = given.get("secret")
    if secret is not None and (not isinstance(secret, str) or len(secret) > LONGEST_SECRET):
        message = text("At most {n} characters", "最多 {n} 个字符", n=LONGEST_SECRET)
        yield Issue("bad_secret", message, ("secret",))
    yield from kind.check(row)


def _is_label(label: object) -> bool:
    return (
        isinstance(label, dict)
        and bool(label)
        and all(key in LANGUAGES and isinstance(value, str) and value.strip() for key, value in label.items())
    )


def _audit(
    context: Context,
    name: str,
    action: str,
    before: SetUp | None,
    after: SetUp | None,
    *,
    is_secret_set: bool,
) -> None:
    was, becomes = before.as_set_up() if before else {}, after.as_set_up() if after else {}
    key = str(becomes.get("key") or was.get("key"))
    changes = _differences(was, becomes, is_secret_set) | {name: [key, key]}
    entry = Entry(APPLICATION, None, action, changes=changes)
    write_entries(workspace=context.workspace, origin=context.origin, entries=[entry])


def _differences(
    before: Mapping[str, object], after: Mapping[str, object], is_secret_set: bool
) -> dict[str, list[object]]:
    """What of the settings changed, for the trail; of a secret only that it was set."""
    names = [name for name in {**before, **after} if name != "version"]
    changes: dict[str, list[object]] = {
        name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)
    }
    return {**changes, "secret": [None, "•••"]} if is_secret_set else changes


def shared_attributes(row: Channel | MailBox) -> dict[str, Any]:
    """What `SetUp` holds of a row."""
    return {
        "key": row.key,
        "label": row.label,
        "options": row.options,
        "sealed": bytes(row.secret) if row.secret else None,
        "is_enabled": row.is_enabled,
        "version": row.version,
    }
