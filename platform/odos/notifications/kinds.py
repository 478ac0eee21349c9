"""What there is to be told. Plugins add kinds alike; a preference names kind and channel."""

from __future__ import annotations

from dataclasses import dataclass

from odos.kernel.registry import Registry
from odos.kernel.texts import Text, text


@dataclass(frozen=True)
class NoticeKind:
    """A kind that people choose channels for. ``words_of_record``: what was told are words written on the
    record, which are gone for whoever may see it no longer. ``words_of_people``: what stands below its title
    was said by somebody, and stands below what a template wrote as well."""

    key: str
    label: Text
    words_of_record: bool = False
    words_of_people: bool = False


NOTICE_KINDS: Registry[NoticeKind] = Registry("kind of notification")

BUILT_IN = (
    NoticeKind("approval", text("Approvals", "审批"), words_of_people=True),
    NoticeKind("reminder", text("Reminders", "提醒")),
    NoticeKind("assignment", text("Assigned to me", "分配给我")),
    NoticeKind(
        "mention", text("Mentions and comments", "提及与评论"), words_of_record=True, words_of_people=True
    ),
    NoticeKind("message", text("Messages from people", "用户消息"), words_of_people=True),
    NoticeKind("automation", text("Rules and automation", "规则与自动化")),
    NoticeKind("job", text("Background work", "后台任务")),
)
