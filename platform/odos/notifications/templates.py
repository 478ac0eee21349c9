"""Templates of mails, filled in for one record with its reader's eyes.

A template is metadata: subject and body (Markdown) in each language, with rules between braces
(`odos.dsl.placeholders`). What the reader may not see reads as if it were blank. Values are neither Markdown
nor HTML, whatever stands in them: they come in after the words around them were made HTML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt

from odos.dsl import tree
from odos.dsl.checked import Checked
from odos.dsl.editing.steps import reads_hidden
from odos.dsl.placeholders import Filled, read_filled
from odos.dsl.types import BLANK
from odos.kernel.texts import spoken, translate
from odos.notifications.mail_styles import in_style
from odos.notifications.plain_words import plain_words
from odos.records.caches import kept
from odos.records.context import Context
from odos.records.rules.compiled import rule_scope, unknown_fields
from odos.records.why.values import read_values
from odos.records.why.wording import NOTHING, in_words
from odos.schema.model import Document, Entity

TEXTS = ("subject", "body")
LANGUAGES = ("en", "zh-hans")
_MARKS = re.compile("[\ue001\ue002]")
_PLACE = re.compile("\ue001([0-9]+)\ue002")  # where a value goes, while the words around it become HTML
COLONS = {"en": ": ", "zh-hans": "："}
_NO_RULE = Checked(tree.Literal(None, "blank", type=BLANK), BLANK, (), "immutable")
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("image")


@dataclass(frozen=True)
class Letter:
    """A mail in the words of its reader; ``html`` is safe to be shown."""

    subject: str
    text: str
    html: str


def find_template(entity: Entity, key: str | None) -> Document | None:
    """The template of that key or former key."""
    named = {str(alias): item for item in entity.templates for alias in item.get("aliases", ())}
    return {**named, **{str(item["key"]): item for item in entity.templates}}.get(key or "")


def fill(*, context: Context, entity: Entity, template: Document, record_id: int, language: str) -> Letter:
    """The letter about a record for the actor; raises `NotFound` where they do not see the record."""
    subject, body = (_read(context, entity, translate(template[part], language)) for part in TEXTS)
    values = _values(context, entity, record_id, [*subject.rules, *body.rules], language)
    return Letter(
        subject=" ".join(_in_text(subject, values).split()),
        text=_in_plain(body, values, language),
        html=_in_html(body, values),
    )


def lost_values(filled: Filled) -> bool:
    """Whether a value stands where it cannot be shown: in the address of a link."""
    return len(_PLACE.findall(_markup(filled))) < len(filled.rules)


def _read(context: Context, entity: Entity, source: str) -> Filled:
    return kept(
        context, ("template", entity.id, source), lambda: read_filled(source, rule_scope(context, entity))
    )


def _values(
    context: Context, entity: Entity, record_id: int, rules: Sequence[Checked], language: str
) -> Mapping[int, str]:
    """The value of each rule in words, by the ``id()`` of the rule."""
    hidden = unknown_fields(context)
    shown = [rule for rule in rules if not reads_hidden(rule.tree, lambda item: item.id in hidden)]
    some_rule = next(iter(shown), _NO_RULE)
    answers = read_values(context, entity, record_id, [rule.tree for rule in shown], some_rule)
    zone = context.surroundings.zone
    said = {id(rule): in_words(rule.tree, *answers[id(rule.tree)][:2], language, zone) for rule in shown}
    return {id(rule): said.get(id(rule), NOTHING) for rule in rules}


def _in_text(filled: Filled, values: Mapping[int, str]) -> str:
    return "".join(piece if isinstance(piece, str) else values[id(piece)] for piece in filled.pieces)


def _in_plain(filled: Filled, values: Mapping[int, str], language: str) -> str:
    """As people write plain text. Values come in last here too: what stands in them is no Markdown."""
    told = [values[id(rule)] for rule in filled.rules]
    words = plain_words(_MARKDOWN.parse("".join(_numbered(filled.pieces))), COLONS[spoken(language)])
    return _PLACE.sub(lambda found: told[int(found[1])], words)


def _in_html(filled: Filled, values: Mapping[int, str]) -> str:
    told = [html.escape(values[id(rule)]).replace("\n", "<br>") for rule in filled.rules]
    return _PLACE.sub(lambda found: told[int(found[1])], _markup(filled))


def _markup(filled: Filled) -> str:
    """The words as HTML, with numbered places for the values."""
    tokens = in_style(_MARKDOWN.parse("".join(_numbered(filled.pieces))))
    rendered: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return rendered


def _numbered(pieces: Iterable[str | Checked]) -> Iterable[str]:
    number = 0
    for piece in pieces:
        if isinstance(piece, str):
            yield _MARKS.sub("", piece)
        else:
            yield f"\ue001{number}\ue002"
            number += 1
