"""What each person wants to be told by which channel, and when they want to be left alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any

from odos.database.session import transaction
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.notifications.configuring import Configured, list_configured
from odos.notifications.kinds import NOTICE_KINDS
from odos.notifications.models import Preference, Rest
from odos.records.context import Context

MODES = ("now", "digest", "off")
QUIET_ATTRIBUTES = ("starts", "ends", "days", "digest_at")
MOST_DAYS = 6


def read_preferences(*, context: Context) -> dict[str, Any]:
    """The actor's choices, with what holds where nothing was chosen."""
    user, language = context.actor.user_id, context.actor.locale
    channels = [each for each in list_configured(context.workspace) if each.is_enabled]
    with transaction(context.workspace):
        chosen = {(row.kind, row.channel): row.mode for row in Preference.objects.filter(user_id=user or 0)}
        rest = Rest.objects.filter(user_id=user or 0).first() or Rest()
    return {
        "kinds": [{"key": kind.key, "label": kind.label.render(language)} for kind in NOTICE_KINDS.values()],
        "channels": [{"key": each.key, "label": dict(each.label)} for each in channels],
        "modes": {
            kind: {each.key: chosen.get((kind, each.key), _usual(each, kind)) for each in channels}
            for kind in NOTICE_KINDS
        },
        "quiet": {
            "starts": _clock(rest.starts),
            "ends": _clock(rest.ends),
            "days": sorted(rest.days),
            "digest_at": _clock(rest.digest_at) or "08:00",
        },
    }


def save_preferences(*, context: Context, given: Mapping[str, Any]) -> dict[str, Any]:
    """Change what is sent: ``modes`` by kind and channel (null: as usual), ``quiet``; raises `Invalid`."""
    channels = {each.key for each in list_configured(context.workspace)}
    modes, quiet = given.get("modes", {}), given.get("quiet", {})
    issues = [*_mode_issues(modes, channels), *_quiet_issues(quiet)]
    if issues:
        raise Invalid(None, issues)
    with transaction(context.workspace):
        _save_modes(context.actor.user_id or 0, modes)
        if quiet:
            _save_quiet(context.actor.user_id or 0, quiet)
    return read_preferences(context=context)


def _usual(channel: Configured, kind: str) -> str:
    return "now" if kind in channel.default_kinds else "off"


def _clock(value: time | None) -> str | None:
    return value.strftime("%H:%M") if value else None


def _save_modes(user: int, modes: Mapping[str, Mapping[str, str | None]]) -> None:
    pairs = [(kind, channel, mode) for kind, by in modes.items() for channel, mode in by.items()]
    for kind, channel, mode in pairs:
        if mode is None:
            Preference.objects.filter(user_id=user, kind=kind, channel=channel).delete()
    Preference.objects.bulk_create(
        (
            Preference(user_id=user, kind=kind, channel=channel, mode=mode)
            for kind, channel, mode in pairs
            if mode
        ),
        update_conflicts=True,
        unique_fields=["user_id", "kind", "channel"],
        update_fields=["mode"],
    )


def _save_quiet(user: int, quiet: Mapping[str, Any]) -> None:
    rest = Rest.objects.filter(user_id=user).first() or Rest(user_id=user)
    for name in ("starts", "ends", "digest_at"):
        if name in quiet:
            setattr(rest, name, time.fromisoformat(quiet[name]) if quiet[name] else None)
    if "days" in quiet:
        rest.days = sorted(set(quiet["days"]))
    rest.save()


def _mode_issues(modes: object, channels: set[str]) -> Iterator[Issue]:
    if not isinstance(modes, dict) or not all(isinstance(by, dict) for by in modes.values()):
        yield Issue("wrong_type", text("By kind and channel", "应按类型和渠道填写"), ("modes",))
        return
    for kind, by in modes.items():
        if kind not in NOTICE_KINDS:
            message = text("There is no such kind", "没有此通知类型")
            yield Issue("unknown_kind", message, ("modes", str(kind)[:60]))
        for channel, mode in by.items():
            if channel not in channels:
                message = text("There is no such channel", "没有此渠道")
                yield Issue("unknown_channel", message, ("modes", str(kind)[:60], str(channel)[:60]))
            elif mode is not None and mode not in MODES:
                message = text("One of {n}", "应为 {n} 之一", n=", ".join(MODES))
                yield Issue("bad_mode", message, ("modes", str(kind)[:60], channel))


def _quiet_issues(quiet: object) -> Iterator[Issue]:
    if not isinstance(quiet, dict):
        yield Issue("wrong_type", text("An object", "应为对象"), ("quiet",))
        return
    for name in sorted(set(quiet) - set(QUIET_ATTRIBUTES)):
        message = text("There is no such attribute", "没有此属性")
        yield Issue("unknown_attribute", message, ("quiet", str(name)[:60]))
    for name in ("starts", "ends", "digest_at"):
        if quiet.get(name) is not None and not _is_clock(quiet[name]):
            yield Issue("bad_time", text("A time such as 22:00", "时间，例如 22:00"), ("quiet", name))
    days = quiet.get("days", [])
    if not _are_days(days):
        message = text("Up to {n} days from 1 (Monday) to 7", "最多 {n} 天，取值 1（周一）到 7", n=MOST_DAYS)
        yield Issue("bad_days", message, ("quiet", "days"))


def _is_clock(value: object) -> bool:
    try:
        return isinstance(value, str) and time.fromisoformat(value).tzinfo is None
    except ValueError:
        return False


def _are_days(days: object) -> bool:
    return (
        isinstance(days, list)
        and all(type(day) is int and 1 <= day <= 7 for day in days)
        and len(set(days)) <= MOST_DAYS
    )
