"""A message for one person: in their language, with what they may see of the record, as text and as HTML."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from odos.kernel.texts import Text, spoken, text
from odos.notifications.channels import Outgoing, Person
from odos.notifications.incoming.tokens import MARK
from odos.notifications.incoming.words import ABOVE
from odos.notifications.templates import COLONS, Letter

OPEN = text("Open in Odos", "在 Odos 中打开")
WHY = text("You get this because of your notification settings.", "您收到此消息是因为您的通知设置。")
DIGEST = text("{n} notifications", "{n} 条通知")


@dataclass(frozen=True)
class ReplyTo:
    """A mail that may be answered: at which address, by which token the answer is known, what it may say."""

    address: str
    token: str
    words: str


@dataclass(frozen=True)
class Told:
    """A notification in the words of its recipient. ``path`` leads to what it is about, inside the product;
    ``buttons`` are further addresses with their words, ``facts`` names with values. A ``letter`` stands in
    the place of the title."""

    delivery_id: int
    at: datetime
    kind: str
    title: str
    body: str = ""
    path: str | None = None
    thread: str | None = None
    buttons: Sequence[tuple[str, str]] = ()
    facts: Sequence[tuple[str, str]] = ()
    about: Mapping[str, object] = field(default_factory=dict)
    letter: Letter | None = None
    reply: ReplyTo | None = None

    @property
    def subject(self) -> str:
        """What it is about, in one line."""
        return self.letter.subject if self.letter else self.title


def compose(workspace: str, to: str, person: Person, told: Sequence[Told]) -> Outgoing:
    """One message for one or several notifications; the key is that of the first."""
    first = told[0]
    subject = first.subject if len(told) == 1 else _say(DIGEST, person, n=len(told))
    reply = first.reply if len(told) == 1 else None
    words = "\n\n".join(_text(each, person) for each in told)
    return Outgoing(
        key=f"odos.{workspace}.{first.delivery_id}.{int(first.at.timestamp())}"
        + (f"{MARK}{reply.token}" if reply else ""),
        to=to,
        person=person,
        kind=first.kind,
        subject=subject,
        text=f"{reply_line(reply, person)}\n\n{words}" if reply else words,
        html=_page(person, subject, told, reply),
        link=_address(first.path),
        thread=first.thread if len(told) == 1 else None,
        reply_to=reply.address if reply else None,
    )


def reply_line(reply: ReplyTo, person: Person) -> str:
    """Stands above everything else: what is below it in an answer is no part of the answer."""
    return f"— {_say(ABOVE, person)} — {reply.words}"


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
    links = "\n".join(f"{words}: {address}" for words, address in _links(told, person))
    words = told.letter.text.rstrip() if told.letter else told.title
    said = f"{words}\n{told.body}" if told.body and not told.letter else words
    below = [told.body] if told.body and told.letter else []
    colon = COLONS[spoken(person.language)]
    facts = "\n".join(f"{name}{colon}{value}" for name, value in told.facts)
    return "\n\n".join(filter(None, [said, *below, facts, links]))


def _page(person: Person, subject: str, told: Sequence[Told], reply: ReplyTo | None) -> str:
    articles = "".join(_article(each, person) for each in told)
    above = _small(reply_line(reply, person)) if reply else ""
    return _frame(person.language, subject, above + articles + _small(_say(WHY, person)))


def _small(words: str) -> str:
    return f'<p style="color:#646a73;font-size:12px;margin:0 0 12px">{html.escape(words)}</p>'


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
    links = "".join(_button(*link, is_first=place == 0) for place, link in enumerate(_links(told, person)))
    title = html.escape(told.title)
    heading = f'<h1 style="font-size:17px;margin:0 0 10px;overflow-wrap:anywhere">{title}</h1>'
    return _box(f"{told.letter.html if told.letter else heading}{words}{_facts(told)}{links}")


def _facts(told: Told) -> str:
    rows = "".join(
        '<tr><td style="padding:3px 16px 3px 0;color:#646a73;vertical-align:top">'
        f'{html.escape(name)}</td><td style="padding:3px 0">{html.escape(value)}</td></tr>'
        for name, value in told.facts
    )
    return f'<table style="border-collapse:collapse;margin:0 0 14px">{rows}</table>' if rows else ""


def _box(content: str) -> str:
    return (
        '<div style="background:#fff;border:1px solid #e3e6eb;border-radius:10px;padding:20px;'
        f'margin:0 0 12px;overflow-wrap:anywhere">{content}</div>'
    )


def _button(words: str, address: str, *, is_first: bool) -> str:
    """What is asked first stands out."""
    colours = "#1668dc;background:#1668dc;color:#fff" if is_first else "#c9cdd4;background:#fff;color:#1f2329"
    return (
        f'<a href="{html.escape(address, quote=True)}" style="display:inline-block;margin:4px 8px 6px 0;'
        f'padding:8px 16px;border-radius:6px;border:1px solid {colours};text-decoration:none">'
        f"{html.escape(words)}</a>"
    )
