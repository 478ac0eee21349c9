"""Channels as administrators set them up. Secrets are written, never given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator

from odos.access.compile import may_use_powers
from odos.accounts.sealed import seal, unseal
from odos.audit.entries import APPLICATION, Entry
from odos.audit.operations import write_entries
from odos.database.session import transaction
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from odos.kernel.texts import LANGUAGES, text
from odos.kernel.workspaces import Workspace
from odos.notifications.channels import CHANNEL_KINDS, ChannelKind, Settings
from odos.notifications.kinds import NOTICE_KINDS
from odos.notifications.models import Channel, Preference
from odos.records.context import Context

_KEY = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
_ATTRIBUTES = frozenset({"key", "kind", "label", "options", "secret", "default_kinds", "enabled"})
LONGEST_SECRET = 2_000


@dataclass(frozen=True)
class Configured:
    """A channel as it is set up."""

    key: str
    kind: str
    label: Mapping[str, str]
    options: Mapping[str, Any]
    sealed: bytes | None
    default_kinds: tuple[str, ...]
    is_enabled: bool
    version: int

    def as_settings(self) -> Settings:
        """With the secret in the open, for the moment of sending."""
        return Settings(self.key, self.options, unseal(self.sealed) if self.sealed else None)

    def as_json(self) -> dict[str, object]:
        """The wire form, without the secret."""
        return {
            "key": self.key,
            "kind": self.kind,
            "label": dict(self.label),
            "options": dict(self.options),
            "has_secret": self.sealed is not None,
            "default_kinds": list(self.default_kinds),
            "enabled": self.is_enabled,
            "version": self.version,
        }


def list_configured(workspace: Workspace) -> list[Configured]:
    """All channels, in the order in which they were made."""
    with transaction(workspace):
        return [_configured(row) for row in Channel.objects.order_by("id")]


def get_configured(workspace: Workspace, key: str) -> Configured:
    """One channel; raises `NotFound`."""
    with transaction(workspace):
        row = Channel.objects.filter(key=key).first()
    if row is None:
        raise NotFound
    return _configured(row)


def save_channel(*, context: Context, key: str, given: Mapping[str, Any], is_new: bool = False) -> Configured:
    """Make a channel or change what is sent of it; raises `Invalid`, `NotFound`, `Conflict`."""
    _require_administrator(context)
    with transaction(context.workspace):
        row = Channel.objects.select_for_update().filter(key=key).first()
        if row is not None and is_new:
            message = text('There is a channel "{key}" already', "渠道“{key}”已存在", key=key)
            raise Conflict(message, [Issue("taken", message, ("key",))])
        if row is None and not is_new:
            raise NotFound
        before = _configured(row).as_json() if row else {}
        row = row or Channel(key=key, kind=str(given.get("kind")), label={}, version=0)
        _assign(row, given)
        issues = list(_issues(row, given))
        if issues:
            raise Invalid(None, issues)
        row.version += 1
        row.updated_at = context.now
        row.save()
        after = _configured(row)
        _audit(context, before, after.as_json(), "secret" in given)
    return after


def delete_channel(*, context: Context, key: str) -> None:
    """Remove a channel; what waits for it is dropped, what people chose for it forgotten."""
    _require_administrator(context)
    with transaction(context.workspace):
        configured = get_configured(context.workspace, key)
        Channel.objects.filter(key=key).delete()
        Preference.objects.filter(channel=key).delete()
        _audit(context, configured.as_json(), {}, False)


def _assign(row: Channel, given: Mapping[str, Any]) -> None:
    row.label = given.get("label", row.label)
    row.options = given.get("options", row.options)
    row.default_kinds = given.get("default_kinds", row.default_kinds)
    row.is_enabled = given.get("enabled", row.is_enabled)
    if "secret" in given and (given["secret"] is None or isinstance(given["secret"], str)):
        row.secret = seal(given["secret"]) if given["secret"] else None


def _issues(row: Channel, given: Mapping[str, Any]) -> Iterator[Issue]:
    kind = CHANNEL_KINDS.get(str(row.kind))
    yield from _shape_issues(row, given)
    if kind is None:
        names = ", ".join(CHANNEL_KINDS)
        yield Issue("unknown_kind", text("kind is one of {n}", "kind 应为 {n} 之一", n=names), ("kind",))
    elif isinstance(row.options, dict):
        yield from option_issues(kind, row.options)
    else:
        yield Issue("wrong_type", text("options is an object", "options 应为对象"), ("options",))


def _shape_issues(row: Channel, given: Mapping[str, Any]) -> Iterator[Issue]:
    for name in sorted(set(given) - _ATTRIBUTES):
        message = text('A channel has no "{name}"', "渠道没有“{name}”属性", name=name[:60])
        yield Issue("unknown_attribute", message, (name,))
    if not _KEY.match(row.key):
        yield Issue("bad_key", text("Use a-z, 0-9 and _", "请使用 a-z、0-9 和 _"), ("key",))
    if row.version and any(
        given.get(name, getattr(row, name)) != getattr(row, name) for name in ("key", "kind")
    ):
        message = text("Key and kind of a channel stay", "渠道的标识和类型不能修改")
        yield Issue("fixed", message, ("kind",))
    if not _is_label(row.label):
        message = text("A name in at least one language", "请至少用一种语言填写名称")
        yield Issue("bad_label", message, ("label",))
    kinds: object = row.default_kinds
    if not isinstance(kinds, list) or not all(each in NOTICE_KINDS for each in kinds):
        names = ", ".join(NOTICE_KINDS)
        yield Issue("unknown_kind", text("Any of {n}", "应为 {n} 中的若干项", n=names), ("default_kinds",))
    if not isinstance(row.is_enabled, bool):
        yield Issue("wrong_type", text("true or false", "应为 true 或 false"), ("enabled",))
    secret = given.get("secret")
    if secret is not None and (not isinstance(secret, str) or len(secret) > LONGEST_SECRET):
        message = text("At most {n} characters", "最多 {n} 个字符", n=LONGEST_SECRET)
        yield Issue("bad_secret", message, ("secret",))


def _is_label(label: object) -> bool:
    return (
        isinstance(label, dict)
        and bool(label)
        and all(key in LANGUAGES and isinstance(value, str) and value.strip() for key, value in label.items())
    )


def option_issues(kind: ChannelKind, options: Mapping[str, Any]) -> Iterator[Issue]:
    """What is wrong with the options of a channel."""
    found = list(Draft202012Validator(kind.options).iter_errors(options))
    for error in found:
        message = text("Not valid: {why}", "无效：{why}", why=error.message[:200])
        yield Issue("bad_option", message, ("options", *map(str, error.path)))
    if not found:
        yield from (issue.under("options") for issue in kind.check(options))


def _configured(row: Channel) -> Configured:
    return Configured(
        key=row.key,
        kind=row.kind,
        label=row.label,
        options=row.options,
        sealed=bytes(row.secret) if row.secret else None,
        default_kinds=tuple(row.default_kinds),
        is_enabled=row.is_enabled,
        version=row.version,
    )


def _require_administrator(context: Context) -> None:
    if not may_use_powers(schema=context.schema, principal=context.actor):
        raise Forbidden(text("Only administrators may do this", "仅管理员可执行此操作"))


def _audit(
    context: Context, before: Mapping[str, object], after: Mapping[str, object], is_secret_set: bool
) -> None:
    names = [name for name in {**before, **after} if name != "version"]
    changes: dict[str, list[object]] = {
        name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)
    }
    if is_secret_set:
        changes["secret"] = [None, "•••"]
    key = str(after.get("key") or before.get("key"))
    entry = Entry(APPLICATION, None, "channel_changed", changes={"channel": [key, key], **changes})
    write_entries(workspace=context.workspace, origin=context.origin, entries=[entry])
