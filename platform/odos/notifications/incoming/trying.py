"""Looking whether a mail box can be reached, without taking anything from it."""

from __future__ import annotations

from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.notifications.incoming.boxes import get_box
from odos.notifications.incoming.server import UNREACHABLE, Folder, open_box
from odos.records.context import Context


def try_box(*, context: Context, key: str) -> Folder:
    """Sign in and open the folder; gives what there is. Raises `Invalid` with what the server said."""
    box = get_box(context.workspace, key)
    try:
        with open_box(box.as_settings()) as server:
            return server.folder
    except UNREACHABLE as error:
        why = f"{type(error).__name__}: {error}"
        message = text("The mail box could not be opened: {why}", "无法打开邮箱：{why}", why=why[:500])
        raise Invalid(None, [Issue("not_reached", message)]) from error
