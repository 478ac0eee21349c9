"""Channels as administrators set them up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from odos.database.session import transaction
from odos.kernel.issues import Issue
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace
from odos.notifications.channels import CHANNEL_KINDS
from odos.notifications.kinds import NOTICE_KINDS
from odos.notifications.models import Channel, Preference
from odos.notifications.setting_up import (
    Settable,
    SetUp,
    delete,
    get_one,
    list_all,
    save,
    schema_issues,
    shared_attributes,
)
from odos.records.context import Context


@dataclass(frozen=True, kw_only=True)
class Configured(SetUp):
    """A channel as it is set up."""

    kind: str
    default_kinds: tuple[str, ...]

    def as_set_up(self) -> dict[str, object]:
        """The wire form, without the secret."""
        return {**super().as_set_up(), "kind": self.kind, "default_kinds": list(self.default_kinds)}


def list_configured(workspace: Workspace) -> list[Configured]:
    """All channels, in the order in which they were made."""
    return list_all(CHANNELS, workspace)


def get_configured(workspace: Workspace, key: str) -> Configured:
    """One channel; raises `NotFound`."""
    return get_one(CHANNELS, workspace, key)


def save_channel(*, context: Context, key: str, given: Mapping[str, Any], is_new: bool = False) -> Configured:
    """Make a channel or change what is sent of it; raises `Invalid`, `NotFound`, `Conflict`."""
    return save(CHANNELS, context=context, key=key, given=given, is_new=is_new, action="channel_changed")


def delete_channel(*, context: Context, key: str) -> None:
    """Remove a channel; what waits for it is dropped, what people chose for it forgotten."""
    with transaction(context.workspace):
        delete(CHANNELS, context=context, key=key, action="channel_changed")
        Preference.objects.filter(channel=key).delete()


def _check(row: Channel) -> Iterator[Issue]:
    kind = CHANNEL_KINDS.get(str(row.kind))
    if kind is None:
        names = ", ".join(CHANNEL_KINDS)
        yield Issue("unknown_kind", text("kind is one of {n}", "kind 应为 {n} 之一", n=names), ("kind",))
    else:
        found = list(schema_issues(kind.options, row.options))
        yield from found
        if not found:
            yield from (issue.under("options") for issue in kind.check(row.options))
    kinds: object = row.default_kinds
    if not isinstance(kinds, list) or not all(each in NOTICE_KINDS for each in kinds):
        names = ", ".join(NOTICE_KINDS)
        yield Issue("unknown_kind", text("Any of {n}", "应为 {n} 中的若干项", n=names), ("default_kinds",))


def _configured(row: Channel) -> Configured:
    return Configured(**shared_attributes(row), kind=row.kind, default_kinds=tuple(row.default_kinds))


CHANNELS = Settable(
    name="channel",
    model=Channel,
    read=_configured,
    check=_check,
    taken=text('There is a channel "{key}" already', "渠道“{key}”已存在"),
    unknown=text('A channel has no "{name}"', "渠道没有“{name}”属性"),
    stays=text("Key and kind of a channel stay", "渠道的标识和类型不能修改"),
    further={"kind": "kind", "default_kinds": "default_kinds"},
    fixed=("key", "kind"),
)
