"""SERV-07: what is wrong with a mail box stands where it is wrong, in words of people."""

from __future__ import annotations

import pytest

from odos.kernel.problems import Invalid
from odos.notifications.incoming.boxes import save_box
from tests.fixtures.application import context_for


def refusals(app, **options):
    with pytest.raises(Invalid) as refused:
        given = {"label": {"en": "Replies"}, "options": options}
        save_box(context=context_for(app), key="replies", given=given, is_new=True)
    listed = [issue.as_json("zh-hans") for issue in refused.value.issues]
    return {each["path"]: (each["code"], each["message"], each["hint"]) for each in listed}


def test_what_is_missing_is_wanted_at_its_place(app):
    wanted = ("required", "此项必填", "请填写")
    assert refusals(app) == {f"options/{name}": wanted for name in ("host", "username", "address")}


def test_what_does_not_fit_is_told_with_an_example(app):
    found = refusals(app, host="imap.example.com", username="x", address="us", port=99999)
    assert found == {
        "options/address": ("bad_option", "“us”的格式不正确", "例如 approvals@example.com"),
        "options/port": ("bad_option", "不能大于 65535", "请更正或删除此项"),
    }
