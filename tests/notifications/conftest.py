"""People who are told things."""

from __future__ import annotations

import pytest

from odos.kernel.texts import text
from odos.notifications.notice import RECORD, Notice
from tests.fixtures.application import context_for


@pytest.fixture
def otto(app, new_user):
    return context_for(app, new_user("otto", "seller"))


@pytest.fixture
def notice():
    def make(key="k", **attributes):
        values = {"kind": "reminder", "title": text("{record} is late", "{record} 已逾期", record=RECORD)}
        return Notice(key=key, **{**values, **attributes})

    return make
