"""Texts for people, in every language of the interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

DEFAULT_LANGUAGE = "en"
LANGUAGES = ("en", "zh-hans")
BETWEEN_NAMES = {"en": ", ", "zh-hans": "、"}


def spoken(language: str) -> str:
    """The one of ``LANGUAGES`` that serves readers of *language*, a tag such as ``zh-CN`` (BCP 47)."""
    return "zh-hans" if language.lower().startswith("zh") else DEFAULT_LANGUAGE


@dataclass(frozen=True)
class Text:
    """A sentence in both languages with named values: ``Text("no {key}", "没有 {key}", {"key": "x"})``."""

    en: str
    zh_hans: str
    values: Mapping[str, object] = field(default_factory=dict)

    def render(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The sentence in ``language``, English where the language is not known."""
        template = self.en if spoken(language) == DEFAULT_LANGUAGE else self.zh_hans
        return template.format_map(self.values) if self.values else template

    def __str__(self) -> str:
        return self.render()


def text(en: str, zh_hans: str, /, **values: object) -> Text:
    """Shorthand: ``text("{n} rows", "{n} 行", n=3)``. Braces in *values* are never interpreted."""
    return Text(en, zh_hans, values)


def translate(labels: Mapping[str, str], language: str = DEFAULT_LANGUAGE) -> str:
    """The label in ``language``, else English, else any, else an empty string."""
    found = labels.get(language) or labels.get(spoken(language)) or labels.get(DEFAULT_LANGUAGE)
    return found or next(iter(labels.values()), "")
