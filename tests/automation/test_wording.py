"""The words of reminders. REMIND-12."""

from __future__ import annotations

import pytest

from odos.automation.reminders.wording import title_of
from odos.notifications.notice import RECORD


@pytest.mark.parametrize(
    ("english", "chinese", "said", "said_zh"),
    [
        ("Task overdue", "任务逾期", f"Task overdue: {RECORD}", f"任务逾期：{RECORD}"),
        ("What came of it?", "结果如何？", f"What came of it? {RECORD}", f"结果如何？{RECORD}"),
    ],
)
def test_a_question_needs_no_colon(english, chinese, said, said_zh):
    """REMIND-12: as it reads in the inbox, in both languages."""
    title = title_of({"en": english, "zh-hans": chinese}, escalated=False)
    assert (title.en, title.zh_hans) == (said, said_zh)
