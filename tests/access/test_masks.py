"""ACL-04: a masked text shows its ends, the same in SQL and in Python."""

from __future__ import annotations

import pytest

from odos.access.masks import Mask, mask_of
from odos.database.session import fetch_value

TEXTS = ["13812341234", "", "1", "123", "1234567", "12345678", "张三丰", "anna@example.com", "100%_\\x"]


@pytest.mark.parametrize("mask", [Mask(), Mask(3, 4), Mask(0, 0), Mask(0, 4), Mask(20, 0)])
def test_both_forms_agree(workspace, mask):
    for text in [*TEXTS, None]:
        in_sql = fetch_value(workspace, f"SELECT {mask.sql('x.v')} FROM (SELECT %s::text AS v) x", [text])
        assert in_sql == mask.hide(text)


def test_nothing_in_between_is_shown():
    assert mask_of("phone", None).hide("13812341234") == "138****1234"
    assert mask_of("email", None).hide("anna@x.cn") == "a****x.cn"
    assert mask_of("text", {"start": 2, "end": 1}).hide("secret") == "se***t"
    assert Mask(3, 4).hide("1234567") == "*******"
