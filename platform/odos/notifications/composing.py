"""A message for one person: in their language, with what they may see of the record, as text and as HTML."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from odos.kernel.texts import Text, spoken, text
from odos.notifications.channels import Outgoing, Person
from odos.notifications.templates import Letter

OPEN = text("Open in Odos", "在 Odos 中打开")
WHY = text("You get this because of your notification settings.", "您收到此消息是因为您的通知设置。")
DIGEST = text("{n} notifications", "{n} 条通知")


@dataclass(frozen=True)
class Told:
    """A notification in the words of its recipient. ``path`` leads to what it is about, inside the product;
    ``buttons`` are further addresses with their words. A ``letter`` stands in the place of the title."""

    delivery_id: int
    at: datetime
    kind: str
    title: str
    body: str = ""
    path: str | None = None
    thread: str | None = None
    buttons: Sequence[tuple[str, str]] = ()
    about: Mapping[str, object] = field(default_factory=dict)
    letter: Letter | None = None

    @property
    def subject(self) -> str:
        """What it is about, in one line."""
        return self.letter.subject if self.letter else self.title


def compose(workspace: str, to: str, person: Person, told: Sequence[Told]) -> Outgoing:
    """One message for one or several notifications; the key is that of the first."""
    first = told[0]
    subject = first.subject if len(told) == 1 else _say(DIGEST, person, n=len(told))
    return Outgoing(
        key=f"odos.{workspace}.{first.delivery_id}.{int(first.at.timestamp())}",
        to=to,
        person=person,
        kind=first.kind,
        subject=subject,
        text="\n\n".join(_text(each, person) for each in told),
        html=_page(person, subject, told),
        link=_address(first.path),
        thread=first.thread if len(told) == 1 else None,
    )


def page_of(letter: Letter, language: str) -> str:
    """The HTML of a letter to somebody outside: no links into the product."""
    return _frame(language, letter.subject, _box(letter.html))


def _say(words: Text, person: Person, **values: object) -> str:
    return Text(words.en, words.zh_hans, values).render(person.language)


def _address(path: str | None) -> str | None:
    """Only where it is known how people reach this installation."""
    base = str(settings.ODOS_PUBLIC_URL).rstrip("/")
    return base + path if base and path else None


def _links(told: Told, person: Person) -> list[tuple[str, str]]:
    own = [(words, _address(path)) for words, path in told.buttons]
    found = [*own, (_say(OPEN, person), _address(told.path))]
    return [(words, address) for words, address in found if address]


def _text(told: Told, person: Person) -> str:
    links = [f"{words}: {address}" for words, address in _links(told, person)]
    words = told.letter.text + "\n" if told.letter else told.title
    return "\n".join([words, *([told.body] if told.body else []), *links])


def _page(person: Person, subject: str, told: Sequence[Told]) -> str:
    articles = "".join(_article(each, person) for each in told)
    why = html.escape(_say(WHY, person))
    footer = f'<p style="color:#8a919f;font-size:12px">{why}</p>'
    return _frame(person.language, subject, articles + footer)


def _frame(language: str, subject: str, content: str) -> str:
    return (
        f'<!doctype html><html lang="{spoken(language)}"><head><meta charset="utf-8">'
        f"<title>{html.escape(subject)}</title>"
        '</head><body style="margin:0;background:#f4f5f7;font:15px/1.5 -apple-system,Segoe UI,Helvetica,'
        'Arial,sans-serif;color:#1f2329"><div style="max-width:600px;margin:0 auto;padding:24px 12px">'
        f"{content}</div></body></html>"
    )


def _article(told: Told, person: Person) -> str:
    body = html.escape(told.body).replace("\n", "<br>")
    words = f'<p style="margin:0 0 14px;overflow-wrap:anywhere">{body}</p>' if body else ""
    links = "".join(_button(*link) for link in _links(told, person))
    title = html.escape(told.title)
    heading = f'<h1 style="font-size:17px;margin:0 0 10px;overflow-wrap:anywhere">{title}</h1>'
    return _box(f"{told.letter.html if told.letter else heading}{words}{links}")


def _box(content: str) -> str:
    return (
        '<div style="background:#fff;border:1px solid #e3e6eb;border-radius:10px;padding:20px;'
        f'margin:0 0 12px;overflow-wrap:anywhere">{content}</div>'
    )


def _button(words: str, address: str) -> str:
    return (
        f'<a href="{html.escape(address, quote=True)}" style="display:inline-block;margin:0 8px 6px 0;'
        'padding:8px 14px;border-radius:6px;background:#1668dc;color:#fff;text-decoration:none">'
        f"{html.escape(words)}</a>"
    )
