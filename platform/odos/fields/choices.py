"""The options that a field offers: ``{key: {label, order, color}}``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from odos.fields.refusals import choose_one_of, refuse, shown, wrong_type
from odos.kernel.texts import Text, text
from odos.schema.model import Field

LABELS: Mapping[str, Any] = {
    "type": "object",
    "description": "A text in each language.",
    "propertyNames": {"pattern": "^[a-z]{2,3}(-[a-z0-9]{2,8})*$"},
    "additionalProperties": {"type": "string", "maxLength": 20_000},
}
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "description": "The options to choose from, by key.",
    "minProperties": 1,
    "maxProperties": 1000,
    "propertyNames": {"pattern": "^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,62}$"},
    "additionalProperties": {
        "type": "object",
        "properties": {
            "label": LABELS,
            "order": {"type": "number", "description": "Options are offered and sorted by rising order."},
            "color": {
                "type": "string",
                "pattern": "^(#[0-9A-Fa-f]{6}|[a-z]{1,20})$",
                "description": "A colour name of the interface (e.g. green) or #rrggbb.",
            },
        },
        "additionalProperties": False,
    },
}


def ordered_keys(field: Field) -> tuple[str, ...]:
    """The keys in the order in which they are offered."""
    return _ordered(tuple((key, option.get("order", 0)) for key, option in field.options["options"].items()))


@lru_cache(maxsize=4096)
def _ordered(orders: tuple[tuple[str, float], ...]) -> tuple[str, ...]:
    return tuple(key for key, _ in sorted(orders, key=lambda item: (item[1], item[0])))


def check_option(field: Field, value: object) -> str:
    """``value`` if it is the key of an option; raises `Invalid` with the most similar key."""
    offered = field.options["options"]
    if isinstance(value, str) and value in offered:
        return value
    if not isinstance(value, str):
        hint = text("Send the key of an option", "请提供选项的键")
        raise wrong_type(value, ("an option", "选项"), hint)
    message = text("There is no option {value}", "没有选项 {value}", value=shown(value))
    raise refuse("unknown_option", message, _proposal(field, value))


def _proposal(field: Field, value: str) -> Text:
    for key, option in field.options["options"].items():
        if value.casefold() in {name.casefold() for name in (key, *option.get("label", {}).values())}:
            return choose_one_of(key, ordered_keys(field))
    return choose_one_of(value, ordered_keys(field))


def option_words(field: Field, keys: Iterable[str | None]) -> str:
    """The labels of the chosen options in every language."""
    offered = field.options["options"]
    chosen = (offered[key].get("label", {}) for key in keys if key in offered)
    return " ".join(word for labels in chosen for word in labels.values())
