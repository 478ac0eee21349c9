"""The addresses of comments and messages: what each does, takes and gives."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi.fields import JsonSchema, reference_to
from odos.api.openapi.operations import Operation
from odos.api.openapi.shapes import FLAG, MOMENT, NEXT, TEXT, WHOLE, closed, listed, open_object
from odos.kernel.texts import text

CONVERSATION_PATHS: Mapping[str, Mapping[str, Operation]] = {
    "/records/{entity}/{record_id}/comments": {
        "get": Operation(
            text("Comments on a record, newest first", "记录的评论，最新的在前"),
            "comments",
            "Comments",
            parameters=("cursor",),
            refusals=(422,),
        ),
        "post": Operation(
            text("Comment on a record; whoever is mentioned is told", "评论记录并通知被提及的人"),
            "comments",
            "Comment",
            "CommentSent",
            status=201,
            refusals=(422,),
        ),
    },
    "/comments/{comment_id}": {
        "patch": Operation(
            text("Change a comment of mine", "修改我的评论"),
            "comments",
            "Comment",
            "CommentSent",
            refusals=(403, 422),
        ),
        "delete": Operation(text("Take a comment away", "删除评论"), "comments", "Nothing", refusals=(403,)),
    },
    "/messages": {
        "get": Operation(
            text("With whom I wrote, the latest first", "我的会话，最新的在前"),
            "messages",
            "Conversations",
            parameters=("cursor",),
            refusals=(422,),
        ),
        "post": Operation(
            text("Write to people, to each by themselves", "给一人或多人分别发送消息"),
            "messages",
            "MessagesSent",
            "MessageSent",
            status=201,
            refusals=(422,),
        ),
    },
    "/messages/{user_id}": {
        "get": Operation(
            text("The messages with somebody, newest first", "与某人的消息，最新的在前"),
            "messages",
            "Conversation",
            parameters=("cursor",),
            refusals=(422,),
        ),
        "post": Operation(text("I have read them", "标记为已读"), "messages", "Nothing"),
    },
}

_ID = {"anyOf": [TEXT, WHOLE]}
_COMMENT = open_object(
    {
        "id": TEXT,
        "author": reference_to("Label"),
        "text": TEXT,
        "mentions": listed(reference_to("Label")),
        "at": MOMENT,
        "edited_at": {"type": ["string", "null"], "format": "date-time"},
        "can_edit": FLAG,
        "can_delete": FLAG,
        "unreached": {
            **listed(reference_to("Label")),
            "description": "Who was mentioned and may not see the record: they are not told.",
        },
    },
    "id",
    "author",
    "text",
    "at",
)

CONVERSATION_SCHEMAS: Mapping[str, JsonSchema] = {
    "Comment": _COMMENT,
    "Comments": open_object({"items": listed(reference_to("Comment")), **NEXT}, "items", "next"),
    "CommentSent": closed(
        {"text": TEXT, "mentions": {**listed(_ID), "description": "Ids of users."}}, "text"
    ),
    "Conversations": open_object(
        {
            "items": listed(
                open_object(
                    {
                        "peer": reference_to("Label"),
                        "unread": WHOLE,
                        "text": TEXT,
                        "at": MOMENT,
                        "is_own": FLAG,
                    },
                    "peer",
                    "unread",
                    "text",
                    "at",
                )
            ),
            **NEXT,
        },
        "items",
        "next",
    ),
    "Conversation": open_object(
        {
            "peer": reference_to("Label"),
            "items": listed(
                open_object(
                    {"id": TEXT, "is_own": FLAG, "text": TEXT, "at": MOMENT}, "id", "is_own", "text", "at"
                )
            ),
            **NEXT,
        },
        "peer",
        "items",
        "next",
    ),
    "MessageSent": closed({"to": listed(_ID), "text": TEXT}, "to", "text"),
    "MessagesSent": open_object({"ids": listed(TEXT)}, "ids"),
}
