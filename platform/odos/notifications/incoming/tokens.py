"""By what a reply is known: a signed token of the notification that it answers, and so of one person.

It goes along in the ``Message-ID`` of what is sent, which every mail program names in a reply, and, where the
box takes such addresses, as ``box+<token>@…`` in ``Reply-To``, for servers that write ids of their own. The
token grants nothing by itself: who sends must have the person's address as well.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator

from django.conf import settings

from odos.kernel.workspaces import Workspace
from odos.notifications.incoming.reading import Incoming

MARK = ".r."  # before the token, in an id
_DIGEST_BYTES = 10  # 16 letters: an address has room for 64 before the @, a line of a mail for 78
_FORM = r"([0-9]{1,19})-([a-z2-7]{16})"
_IN_ID = re.compile(rf"<odos\.[^<>@\s]*{re.escape(MARK)}{_FORM}@")
_IN_ADDRESS = re.compile(rf"[^@+]*\+{_FORM}@")


class Forged(Exception):
    """A token that was never made here."""


def make_token(workspace: Workspace, notification_id: int) -> str:
    """Always the same for one notification, so that a mail that is sent again has the same id."""
    return f"{notification_id}-{_digest(workspace, notification_id)}"


def answered_by(workspace: Workspace, mail: Incoming) -> int | None:
    """The notification that a mail answers, None where it answers none; raises `Forged`."""
    found = list(_tokens(mail))
    for notification_id, digest in found:
        if hmac.compare_digest(digest, _digest(workspace, int(notification_id))):
            return int(notification_id)
    if found:
        raise Forged
    return None


def _tokens(mail: Incoming) -> Iterator[tuple[str, str]]:
    """Where it was sent to says more than what it belongs to."""
    for pattern, places in ((_IN_ADDRESS, mail.recipients), (_IN_ID, mail.answers)):
        for place in places:
            found = pattern.match(place.lower())
            if found:
                yield found[1], found[2]


def _digest(workspace: Workspace, notification_id: int) -> str:
    told = f"{workspace.key}.{notification_id}".encode()
    key = hashlib.sha256(f"replies by mail {settings.SECRET_KEY}".encode()).digest()
    digest = hmac.new(key, told, hashlib.sha256).digest()[:_DIGEST_BYTES]
    return base64.b32encode(digest).decode().lower()
