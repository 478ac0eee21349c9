"""Issues as a job keeps them: in every language, since whoever reads them comes later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odos.kernel.issues import Issue
from odos.kernel.texts import DEFAULT_LANGUAGE, LANGUAGES, Text, translate

MOST_KEPT = 1000


def issue_to_kept(issue: Issue) -> dict[str, Any]:
    """The form in the job's row."""
    return {
        "severity": issue.severity,
        "code": issue.code,
        "path": "/".join(str(part) for part in issue.path),
        "message": _in_every_language(issue.message),
        "hint": _in_every_language(issue.hint) if issue.hint else None,
    }


def issue_from_kept(kept: Mapping[str, Any]) -> Issue:
    """The issue again; numbers in its path have become texts."""
    path = tuple(kept["path"].split("/")) if kept["path"] else ()
    hint = _sentence(kept["hint"]) if kept["hint"] else None
    return Issue(kept["code"], _sentence(kept["message"]), path, hint, kept["severity"])


def issue_to_json(kept: Mapping[str, Any], language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
    """The wire form, in one language."""
    return {**kept, "message": _in(kept["message"], language), "hint": _in(kept.get("hint"), language)}


def _in_every_language(sentence: Text) -> dict[str, str]:
    return {language: sentence.render(language) for language in LANGUAGES}


def _sentence(sentences: Mapping[str, str]) -> Text:
    english, chinese = (sentences[language] for language in LANGUAGES)
    return Text(english, chinese)


def _in(sentences: Mapping[str, str] | None, language: str) -> str | None:
    return translate(sentences, language) if sentences else None
