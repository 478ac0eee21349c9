from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from odos.fields.sort_keys import MAX_KEY, sort_key


def spoken(value: str) -> str:
    key = sort_key(value)
    assert key is not None
    return key.split("\x1f")[0]


def test_ascii_needs_no_key():
    assert sort_key("Acme Ltd.") is None
    assert sort_key("") is None
    assert sort_key(None) is None


def test_chinese_is_spelled_without_tones():
    assert spoken("张三") == "zhang san"
    assert spoken("ABC公司") == "abc gong si"


def test_a_character_sounds_as_in_its_word():
    assert spoken("重庆") == "chong qing"
    assert spoken("重量") == "zhong liang"


def test_accents_case_and_width_do_not_count():
    assert spoken("Éclair") == spoken("ＥＣＬＡＩＲ") == "eclair"


def test_homophones_keep_an_order():
    assert sort_key("张三") != sort_key("章三")
    assert spoken("张三") == spoken("章三")


def test_a_whole_name_stands_before_its_continuations():
    assert str(sort_key("张三")) < str(sort_key("张三丰"))


@given(st.text(max_size=300))
def test_keys_are_short(value: str):
    assert len(sort_key(value) or "") <= MAX_KEY
