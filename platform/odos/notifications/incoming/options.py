"""The settings of a mail box that comes in: where it is, and for what it serves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odos.notifications.mail import ADDRESS, HOST, LONGEST_ADDRESS

INBOX = "INBOX"
PORTS = {"tls": 993, "starttls": 143, "none": 143}
_FOLDER = {"type": "string", "maxLength": 200, "pattern": r"^[^\r\n\u0000]*$"}

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["host", "username", "address"],
    "properties": {
        "host": HOST,
        "port": {"type": "integer", "minimum": 1, "maximum": 65535},
        "security": {"enum": list(PORTS), "default": "tls"},
        "username": {"type": "string", "minLength": 1, "maxLength": 254},
        "folder": {**_FOLDER, "default": INBOX},
        "done_folder": {
            **_FOLDER,
            "description": "Where mails go that were taken; empty: they stay, as read.",
        },
        "address": {
            "type": "string",
            "maxLength": LONGEST_ADDRESS,
            "pattern": f"^{ADDRESS}$",
            "examples": ["approvals@example.com"],
            "description": "The address of the box, to which replies go.",
        },
        "plus": {
            "type": "boolean",
            "default": False,
            "description": "Whether mail to name+anything@domain comes into the box as well.",
        },
        "decisions": {
            "type": "boolean",
            "default": True,
            "description": "Whether approvals may be decided by replies to the mails that ask.",
        },
    },
}
