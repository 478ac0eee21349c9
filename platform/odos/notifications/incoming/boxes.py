"""Mail boxes as administrators set them up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace
from odos.notifications.incoming.options import OPTIONS
from odos.notifications.models import MailBox
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

_PLACE = ("host", "port", "username", "folder")  # with another of these it is another box


@dataclass(frozen=True, kw_only=True)
class Box(SetUp):
    """A mail box as it is set up, and how it was when it was last looked into."""

    id: int
    looked_at: datetime | None
    failing_since: datetime | None
    error: str

    def as_json(self) -> dict[str, object]:
        """The wire form."""
        state = {"looked_at": self.looked_at, "failing_since": self.failing_since, "error": self.error}
        return {**self.as_set_up(), **state}


def list_boxes(workspace: Workspace) -> list[Box]:
    """All of them, in the order in which they were made."""
    return list_all(BOXES, workspace)


def get_box(workspace: Workspace, key: str) -> Box:
    """One of them; raises `NotFound`."""
    return get_one(BOXES, workspace, key)


def box_for_decisions(boxes: list[Box]) -> Box | None:
    """The first box to which replies that decide may come."""
    return next((each for each in boxes if each.is_enabled and each.options.get("decisions", True)), None)


def save_box(*, context: Context, key: str, given: Mapping[str, Any], is_new: bool = False) -> Box:
    """Set a box up or change what is sent of it; raises `Invalid`, `NotFound`, `Conflict`.

    What lies in the folder already is left alone, also where the box now leads to another folder.
    """
    return save(BOXES, context=context, key=key, given=given, is_new=is_new, action="mail_box_changed")


def delete_box(*, context: Context, key: str) -> None:
    """Remove a box and what is known of its mails; the mails themselves stay where they are."""
    delete(BOXES, context=context, key=key, action="mail_box_changed")


def _changed(row: MailBox, before: Box | None) -> None:
    """What went wrong, went wrong with how it was."""
    if before and any(before.options.get(name) != row.options.get(name) for name in _PLACE):
        row.uid_validity, row.last_uid = None, 0
    row.error, row.failing_since = "", None


def _box(row: MailBox) -> Box:
    return Box(
        **shared_attributes(row),
        id=row.pk,
        looked_at=row.looked_at,
        failing_since=row.failing_since,
        error=row.error,
    )


BOXES = Settable(
    name="mail_box",
    model=MailBox,
    read=_box,
    check=lambda row: schema_issues(OPTIONS, row.options),
    taken=text('There is a mail box "{key}" already', "邮箱“{key}”已存在"),
    unknown=text('A mail box has no "{name}"', "邮箱没有“{name}”属性"),
    stays=text("The key of a mail box stays", "邮箱的标识不能修改"),
    changed=_changed,
)
