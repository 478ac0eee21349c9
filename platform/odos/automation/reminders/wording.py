"""The words of reminders, in all languages. The title of a record is no part of them (`RECORD`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from odos.kernel.texts import DEFAULT_LANGUAGE, Text, translate
from odos.notifications.notice import RECORD, Notice
from odos.schema.model import Labels

KIND = "reminder"
ZH = "zh-hans"
_ENDS = ("?", "!", "？", "！")


def both(labels: Labels) -> Text:
    """A label as a sentence; braces in it mean nothing."""
    return Text(translate(labels, DEFAULT_LANGUAGE), translate(labels, ZH))


def title_of(rule: Labels, *, escalated: bool) -> Text:
    """What stands in the inbox about one record."""
    words, before = both(rule), ("Escalated: ", "已上报：") if escalated else ("", "")
    found = _about(words, RECORD, RECORD)
    return Text(f"{before[0]}{found.en}", f"{before[1]}{found.zh_hans}")


def escalated_body(told: int) -> Text:
    """What a superior reads besides; ``told`` is how often others were reminded."""
    times = "once" if told == 1 else f"{told} times"
    return Text(f"Reminded {times} so far; nothing has changed.", f"已提醒 {told} 次，仍未处理。")


def digest_notice(digest: int, counts: Mapping[str, int], titles: Mapping[str, Labels]) -> Notice:
    """One notification about many records: ``counts`` by rule. A single rule is named in the title."""
    total = sum(counts.values())
    if len(counts) == 1:
        words = both(next(iter(titles.values())))
        title = _about(words, _records(total), f"{total} 条记录")
        body = Text("", "")
    else:
        title = Text(f"{total} reminders", f"{total} 条提醒")
        body = _lines((both(titles[rule]), count) for rule, count in counts.items())
    return Notice(KIND, f"reminder-digest:{digest}", title, body, about={"digest": str(digest)})


def _about(words: Text, english: str, chinese: str) -> Text:
    """What is said of something; a question ends by itself."""
    ends = words.en.endswith(_ENDS), words.zh_hans.endswith(_ENDS)
    colons = (" " if ends[0] else ": ", "" if ends[1] else "：")
    return Text(f"{words.en}{colons[0]}{english}", f"{words.zh_hans}{colons[1]}{chinese}")


def _lines(counted: Iterable[tuple[Text, int]]) -> Text:
    listed = list(counted)
    return Text(
        "\n".join(f"{words.en}: {count}" for words, count in listed),
        "\n".join(f"{words.zh_hans}：{count}" for words, count in listed),
    )


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{count} records"
