"""How a value of one kind becomes one of another, as SQL: the rules that `conversion` puts together.

Each takes the old field, the new field and the SQL of the old value. Those whose name tells of a
change give a condition; those whose name says what is kept judge by the fields' options alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from odos.fields import guarded
from odos.fields.choices import ordered_keys
from odos.fields.kinds.integer import LARGEST
from odos.fields.literals import literal, text_array
from odos.fields.registry import get_kind
from odos.schema.model import Field

Make = Callable[[Field, Field, str], str]
Judge = Callable[[Field, Field], bool]

_NUMERIC = re.compile(r"numeric\(([0-9]+),([0-9]+)\)")
_OPEN = "numeric"
_MONEY_SHAPE = (18, 2)
_INTEGER_SHAPE = (16, 0)
_LENGTHS: Mapping[str, int] = {"text": 255, "long_text": 100_000, "email": 254, "phone": 50, "url": 2000}
_LONGEST = 20_000  # of a computed text


def same(_old: Field, _new: Field, column: str) -> str:
    return column


def limit(field: Field) -> int:
    """The most characters that the field may hold."""
    longest: int = field.options.get("max_length", _LENGTHS.get(field.kind, _LONGEST))
    return longest


def shorten(_old: Field, new: Field, column: str) -> str:
    return f"left({column}, {limit(new)})"


def too_long(_old: Field, new: Field, column: str) -> str:
    return f"char_length({column}) > {limit(new)}"


def written(_old: Field, _new: Field, column: str) -> str:
    return f"{column}::text"


def written_moment(_old: Field, _new: Field, column: str) -> str:
    return f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"')"


def matching(pattern: str) -> Make:
    def value(_old: Field, new: Field, column: str) -> str:
        fits = f"{column} ~ {literal(pattern)} AND char_length({column}) <= {limit(new)}"
        return f"CASE WHEN {fits} THEN {column} END"

    return value


def whole(_old: Field, _new: Field, number: str) -> str:
    """Rounded half away from zero."""
    rounded = f"round(({number})::numeric)"
    return f"CASE WHEN abs({rounded}) <= {LARGEST} THEN {rounded}::bigint END"


def scaled(_old: Field, new: Field, number: str) -> str:
    """Rounded to the decimals of the new field."""
    digits, scale = number_shape(new)
    rounded = f"round(({number})::numeric, {scale})"
    return f"CASE WHEN abs({rounded}) < 1{'0' * (digits - scale)} THEN {rounded} END"


def differs(make: Make) -> Make:
    def changed(old: Field, new: Field, column: str) -> str:
        return f"{make(old, new, column)} <> {column}"

    return changed


def from_number_text(make: Make) -> Make:
    def value(old: Field, new: Field, column: str) -> str:
        return make(old, new, guarded.number(column))

    return value


def text_number_changes(make: Make) -> Make:
    def changed(old: Field, new: Field, column: str) -> str:
        number = guarded.number(column)
        return f"{make(old, new, number)} <> {number}"

    return changed


def reading(read: Callable[[str], str]) -> Make:
    return lambda _old, _new, column: read(column)


def key(_old: Field, new: Field, column: str) -> str:
    """The option of that key or, failing that, of that label in any language."""
    options = new.options["options"]
    labels = {
        label: key for key in reversed(ordered_keys(new)) for label in options[key].get("label", {}).values()
    }
    names = {**labels, **{key: key for key in options}}
    cases = " ".join(f"WHEN {literal(name)} THEN {literal(key)}" for name, key in names.items())
    return f"CASE {column} {cases} END"


def one_key(_old: Field, new: Field, column: str) -> str:
    return f"CASE WHEN {column} = ANY({text_array(ordered_keys(new))}) THEN {column} END"


def single_key(old: Field, new: Field, column: str) -> str:
    return one_key(old, new, f"{column}[1]")


def several_keys(old: Field, new: Field, column: str) -> str:
    one = one_key(old, new, column)
    return f"CASE WHEN {one} IS NOT NULL THEN ARRAY[{column}]::text[] END"


def known_keys(_old: Field, new: Field, column: str) -> str:
    known = text_array(ordered_keys(new))
    kept = f"SELECT k FROM unnest({known}) WITH ORDINALITY AS o(k, n) WHERE k = ANY({column}) ORDER BY n"
    return f"nullif(ARRAY({kept}), '{{}}'::text[])"


def more_than_one(_old: Field, _new: Field, column: str) -> str:
    return f"cardinality({column}) > 1"


def fewer_keys(old: Field, new: Field, column: str) -> str:
    return f"cardinality({known_keys(old, new, column)}) < cardinality({column})"


def joined(_old: Field, _new: Field, column: str) -> str:
    return f"array_to_string({column}, ', ')"


def day(_old: Field, _new: Field, column: str) -> str:
    return f"({column} AT TIME ZONE 'UTC')::date"


def midnight(_old: Field, _new: Field, column: str) -> str:
    return f"({column}::timestamp AT TIME ZONE 'UTC')"


def has_time(_old: Field, _new: Field, column: str) -> str:
    return f"date_trunc('day', {column}, 'UTC') <> {column}"


def to_json(_old: Field, _new: Field, column: str) -> str:
    return f"to_jsonb({column})"


def from_json(_old: Field, new: Field, column: str) -> str:
    return f"left({column} #>> '{{}}', {limit(new)})"


def json_altered(_old: Field, new: Field, column: str) -> str:
    return f"jsonb_typeof({column}) <> 'string' OR char_length({column} #>> '{{}}') > {limit(new)}"


def yes_or_no(_old: Field, _new: Field, column: str) -> str:
    return f"({column} <> 0)"


def zero_or_one(_old: Field, _new: Field, column: str) -> str:
    return f"{column}::int"


def neither(_old: Field, _new: Field, column: str) -> str:
    return f"{column} NOT IN (0, 1)"


def keeps_length(old: Field, new: Field) -> bool:
    return limit(old) <= limit(new)


def keeps_digits(old: Field, new: Field) -> bool:
    """Amounts of money have as many decimals as their currency, so nothing can be promised for them."""
    if _number_type(old) == _OPEN:
        return False
    (before, old_scale), (after, new_scale) = number_shape(old), number_shape(new)
    return before - old_scale <= after - new_scale and old_scale <= new_scale


def number_shape(field: Field) -> tuple[int, int]:
    """Digits in all and after the point; of money those that most currencies have."""
    found = _NUMERIC.fullmatch(_number_type(field))
    if found is None:
        return _MONEY_SHAPE if _number_type(field) == _OPEN else _INTEGER_SHAPE
    return (int(found[1]), int(found[2]))


def _number_type(field: Field) -> str:
    return get_kind(field.kind).columns(field)[0].type


def keeps_keys(old: Field, new: Field) -> bool:
    return set(old.options["options"]) <= set(new.options["options"])


def always(_old: Field, _new: Field) -> bool:
    return True


def never(_old: Field, _new: Field) -> bool:
    return False
