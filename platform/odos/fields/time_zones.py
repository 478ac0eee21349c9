"""Names of time zones, of the IANA database."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from odos.fields.refusals import proposal, refuse, shown
from odos.kernel.texts import text


def check_time_zone(name: str) -> None:
    """Raises `Invalid` for what is none."""
    if name in _known():
        return
    meant = proposal(name, _known())
    message = text("{value} is no time zone", "{value} 不是有效的时区", value=shown(name))
    hint = (
        text('Did you mean "{name}"?', "是否应为“{name}”？", name=meant)
        if meant
        else text("Use a name such as {name}", "请使用如 {name} 的名称", name="Asia/Shanghai")
    )
    raise refuse("unknown_time_zone", message, hint)


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())
