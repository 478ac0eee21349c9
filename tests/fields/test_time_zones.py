"""PLAT-15: a time zone is one that exists, wherever it is entered."""

from __future__ import annotations

import pytest

from odos.fields.registry import get_kind
from odos.kernel.problems import Invalid
from tests.conformance.field_samples import CONTEXT, field

ZONE = field("text", format="time_zone")


@pytest.mark.parametrize("name", ["Asia/Shanghai", "UTC", "America/Argentina/Ushuaia"])
def test_a_time_zone_is_taken(name):
    assert get_kind("text").parse(ZONE, name, CONTEXT)[0] == name


@pytest.mark.parametrize(
    ("name", "hint"), [("Asia/Shangai", 'Did you mean "Asia/Shanghai"?'), ("../etc/passwd", "Asia/Shanghai")]
)
def test_what_is_none_is_refused_with_a_hint(name, hint):
    with pytest.raises(Invalid) as refused:
        get_kind("text").parse(ZONE, name, CONTEXT)
    assert refused.value.issues[0].code == "unknown_time_zone"
    assert hint in str(refused.value.issues[0].hint)


def test_nothing_is_no_time_zone_either():
    assert get_kind("text").parse(ZONE, "", CONTEXT)[0] is None
