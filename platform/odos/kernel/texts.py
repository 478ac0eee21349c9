"""Texts for people, in every language of the interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

DEFAULT_LANGUAGE = "en"
LANGUAGES = ("en", "zh-hans")


@dataclass(frozen=True)
class Text:
    """A sentence in both languages with named values: ``Text("no {key}", "没有 {key}", {"key": "x"})``."""

    en: str
    zh_hans: str
    values: Mapping[str, object] = field(default_factory=dict)

    def render(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The sentence in ``language``, English where the language is not known."""
        template = self.zh_hans if language.startswith("zh") else self.en
        return template.format_map(self.values) if self.values else template

    def __str__(self) -> str:
        return self.render()


def text(en: str, zh_hans: str, /, **values: object) -> Text:
    """Shorthand: ``text("{n} rows", "{n} 行", n=3)``. Braces in *values* are never interpreted."""
    return Text(en, zh_hans, values)


def translate(labels: Mapping[str, str], language: str = DEFAULT_LANGUAGE) -> str:
    """The label in ``language``, else English, else any, else an empty string."""
    return labels.get(language) or labels.get(DEFAULT_LANGUAGE) or next(iter(labels.values()), "")
