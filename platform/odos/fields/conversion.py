"""A change of a field's kind as SQL over the stored values.

An expression here reads the main column of the old kind and gives the main column of the new one: the
nearest value, NULL where there is none. It never aborts a statement, whatever stands in the column.
`loss_sql` finds the rows that would not survive unchanged; `companion_sql` fills the further columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from odos.fields import conversion_rules as rules
from odos.fields import guarded
from odos.fields.computed import COMPUTED_KINDS
from odos.fields.conversion_rules import Judge, Make
from odos.fields.kinds.money import BASE_SUFFIX, CURRENCY_SUFFIX
from odos.fields.literals import literal
from odos.fields.registry import get_kind
from odos.schema.model import Field


@dataclass(frozen=True)
class Conversion:
    """``value`` gives the new value. ``changed`` is true where it is another than the old one.

    ``is_safe`` tells from the options alone that every value survives.
    """

    value: Make
    changed: Make | None = None
    is_safe: Judge = rules.never


def conversion_sql(from_field: Field, to_field: Field, column_sql: str) -> str | None:
    """The new value of ``column_sql``, NULL where it does not convert; None where no value ever does."""
    found = _find(from_field, to_field)
    return found.value(from_field, to_field, column_sql) if found else None


def loss_sql(from_field: Field, to_field: Field, column_sql: str) -> str:
    """A condition, never NULL: the row has a value and it would vanish or be altered."""
    found = _find(from_field, to_field)
    if found is None:
        return f"({column_sql} IS NOT NULL)"
    vanished = f"({found.value(from_field, to_field, column_sql)}) IS NULL"
    altered = found.changed(from_field, to_field, column_sql) if found.changed else "false"
    return f"({column_sql} IS NOT NULL AND ({vanished} OR coalesce({altered}, true)))"


def is_lossless(from_field: Field, to_field: Field) -> bool:
    """Whether every value that the old field may hold survives, by its options alone."""
    found = _find(from_field, to_field)
    return found is not None and found.is_safe(from_field, to_field)


def companion_sql(to_field: Field, value_sql: str, base_currency: str) -> Mapping[str, str]:
    """The other columns of the new kind by suffix, from the converted value.

    A text's sort key stays blank: its order is then by code point until the record is saved again. A bare
    amount is one in the company's currency.
    """
    suffixes = [column.suffix for column in get_kind(to_field.kind).columns(to_field) if column.suffix]
    filled = {
        CURRENCY_SUFFIX: f"CASE WHEN {value_sql} IS NOT NULL THEN {literal(base_currency)} END",
        BASE_SUFFIX: value_sql,
    }
    return {suffix: filled.get(suffix, "NULL") for suffix in suffixes}


def _find(from_field: Field, to_field: Field) -> Conversion | None:
    """Computed fields are computed anew; ids mean nothing in another entity."""
    family = (_family(from_field), _family(to_field))
    strayed = family[1] in _LED and from_field.target != to_field.target
    if to_field.kind in COMPUTED_KINDS or strayed:
        return None
    return _TABLE.get(family)


def _family(field: Field) -> str:
    """The kind whose column it is; what was computed converts like its result."""
    kind = field.options["result"] if field.kind in COMPUTED_KINDS else field.kind
    return _FAMILIES.get(kind, kind)


_FAMILIES: Mapping[str, str] = {
    "long_text": "text",
    "number": "decimal",
    "percent": "decimal",
    "parent": "reference",
    "user": "reference",
}
_RESTRICTED: Mapping[str, str] = {
    "email": r"^[^\s@]+@[^\s@.]+([.][^\s@.]+)+$",
    "phone": r"^[+]?[0-9 ().x-]{3,50}$",
    "url": r"^https?://[^\s/?#<>]+([/?#][^\s<>]*)?$",
    "auto_number": r"^.{1,100}$",
}
_TEXTS = ("text", *_RESTRICTED)
_NUMBERS: Mapping[str, Make] = {"integer": rules.whole, "decimal": rules.scaled, "money": rules.scaled}
_CHOICES = ("option", "options")
_LED = ("reference", "segment")  # their ids mean something of the target alone
_PLAIN = (*_TEXTS, *_NUMBERS, "boolean", "date", *_CHOICES)
_KEPT = (
    "email",
    "phone",
    "url",
    "auto_number",
    "money",
    "boolean",
    "date",
    "datetime",
    "file",
    "json",
    *_LED,
)

_BETWEEN_TEXTS: Mapping[tuple[str, str], Conversion] = {
    **{
        (old, new): Conversion(rules.matching(pattern))
        for old in _TEXTS
        for new, pattern in _RESTRICTED.items()
    },
    **{(old, "text"): Conversion(rules.shorten, rules.too_long, rules.keeps_length) for old in _TEXTS},
}
_BETWEEN_NUMBERS: Mapping[tuple[str, str], Conversion] = {
    (old, new): Conversion(make, rules.differs(make), rules.keeps_digits)
    for old in _NUMBERS
    for new, make in _NUMBERS.items()
}
_FROM_TEXT: Mapping[tuple[str, str], Conversion] = {
    **{
        ("text", new): Conversion(rules.from_number_text(make), rules.text_number_changes(make))
        for new, make in _NUMBERS.items()
    },
    ("text", "boolean"): Conversion(rules.reading(guarded.boolean)),
    ("text", "date"): Conversion(rules.reading(guarded.date)),
    ("text", "datetime"): Conversion(rules.reading(guarded.moment)),
    ("text", "option"): Conversion(rules.key),
}
_TO_TEXT: Mapping[tuple[str, str], Conversion] = {
    **{
        (old, "text"): Conversion(rules.written, None, rules.always) for old in (*_NUMBERS, "boolean", "date")
    },
    ("datetime", "text"): Conversion(rules.written_moment, None, rules.always),
    ("option", "text"): Conversion(rules.shorten, rules.too_long, rules.always),
    ("options", "text"): Conversion(rules.joined, rules.more_than_one),
    ("json", "text"): Conversion(rules.from_json, rules.json_altered),
}
_BETWEEN_CHOICES: Mapping[tuple[str, str], Conversion] = {
    ("option", "option"): Conversion(rules.one_key, None, rules.keeps_keys),
    ("option", "options"): Conversion(rules.several_keys, None, rules.keeps_keys),
    ("options", "option"): Conversion(rules.single_key, rules.more_than_one),
    ("options", "options"): Conversion(rules.known_keys, rules.fewer_keys, rules.keeps_keys),
}
_BETWEEN_MOMENTS: Mapping[tuple[str, str], Conversion] = {
    ("date", "datetime"): Conversion(rules.midnight, None, rules.always),
    ("datetime", "date"): Conversion(rules.day, rules.has_time),
    ("boolean", "integer"): Conversion(rules.zero_or_one, None, rules.always),
    ("integer", "boolean"): Conversion(rules.yes_or_no, rules.neither),
}
_TABLE: Mapping[tuple[str, str], Conversion] = {
    **_BETWEEN_TEXTS,
    **_BETWEEN_NUMBERS,
    **_FROM_TEXT,
    **_TO_TEXT,
    **_BETWEEN_CHOICES,
    **_BETWEEN_MOMENTS,
    **{(old, "json"): Conversion(rules.to_json, None, rules.always) for old in _PLAIN},
    **{(kind, kind): Conversion(rules.same, None, rules.always) for kind in _KEPT},
}
