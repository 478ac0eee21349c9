"""The field kinds by key: the built-in ones, and what plugins add while loading."""

from __future__ import annotations

from odos.fields.kind import FieldKind
from odos.fields.kinds.auto_number import AutoNumberKind
from odos.fields.kinds.boolean import BooleanKind
from odos.fields.kinds.children import ChildrenKind
from odos.fields.kinds.date import DateKind
from odos.fields.kinds.datetime import DatetimeKind
from odos.fields.kinds.decimal import DecimalKind
from odos.fields.kinds.email import EmailKind
from odos.fields.kinds.file import FileKind
from odos.fields.kinds.formula import FormulaKind
from odos.fields.kinds.integer import IntegerKind
from odos.fields.kinds.json import JsonKind
from odos.fields.kinds.long_text import LongTextKind
from odos.fields.kinds.lookup import LookupKind
from odos.fields.kinds.money import MoneyKind
from odos.fields.kinds.option import OptionKind
from odos.fields.kinds.options import OptionsKind
from odos.fields.kinds.parent import ParentKind
from odos.fields.kinds.percent import PercentKind
from odos.fields.kinds.phone import PhoneKind
from odos.fields.kinds.reference import ReferenceKind
from odos.fields.kinds.references import ReferencesKind
from odos.fields.kinds.rollup import RollupKind
from odos.fields.kinds.score import ScoreKind
from odos.fields.kinds.segment import SegmentKind
from odos.fields.kinds.text import TextKind
from odos.fields.kinds.url import UrlKind
from odos.fields.kinds.user import UserKind
from odos.kernel.registry import Registry

FIELD_KINDS: Registry[FieldKind] = Registry("field kind")


def get_kind(key: str) -> FieldKind:
    """The kind of that key; raises KeyError for one that is not registered."""
    return FIELD_KINDS[key]


BUILT_IN_KINDS: tuple[FieldKind, ...] = (
    TextKind(),
    LongTextKind(),
    IntegerKind(),
    DecimalKind(),
    PercentKind(),
    MoneyKind(),
    BooleanKind(),
    DateKind(),
    DatetimeKind(),
    OptionKind(),
    OptionsKind(),
    ReferenceKind(get_kind),
    ReferencesKind(),
    ChildrenKind(),
    ParentKind(get_kind),
    UserKind(get_kind),
    EmailKind(),
    PhoneKind(),
    UrlKind(),
    AutoNumberKind(),
    SegmentKind(),
    FileKind(),
    JsonKind(),
    FormulaKind(),
    RollupKind(),
    LookupKind(),
    ScoreKind(),
)

for _kind in BUILT_IN_KINDS:
    FIELD_KINDS.register(_kind.key, _kind)
