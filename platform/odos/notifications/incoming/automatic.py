"""Which mails were sent by a program: those must never be answered, or two programs answer each other for
ever (RFC 3834). Programs that do not say so are known by how their subjects begin."""

from __future__ import annotations

import re
from email.message import Message

_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_MAILERS = frozenset({"mailer-daemon", "postmaster"})
_MARKS = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply-From", "X-Mail-Autoreply", "List-Id", "X-Loop")
_SUBJECTS = re.compile(
    r"\s*(auto(matic)?[ -]?(reply|response)\b|out of (the )?office|undeliver|delivery (status|failure)"
    r"|mail delivery|returned mail|(【|\[)?(自动回复|自动答复|系统退信|退信))",
    re.IGNORECASE,
)


def why_automatic(message: Message, subject: str, sender: str | None, own: frozenset[str]) -> str | None:
    """A word for what gives it away, None for a person's mail."""
    told = _told(message, "Auto-Submitted")
    signs = {
        "auto_submitted": told not in ("", "no"),
        "report": message.get_content_type() == "multipart/report",
        "bounce": _told(message, "Return-Path") == "<>" or (sender or "").partition("@")[0] in _MAILERS,
        "bulk": _told(message, "Precedence") in _BULK,
        "marked": any(name in message for name in _MARKS),
        "loop": sender in own,
        "subject": _SUBJECTS.match(subject[:200]) is not None,
    }
    return next((name for name, holds in signs.items() if holds), None)


def _told(message: Message, name: str) -> str:
    return str(message.get(name, "")).partition(";")[0].strip().lower()
