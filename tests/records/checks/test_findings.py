"""What people are told about values that are taken."""

from __future__ import annotations

import pytest

from odos.records.checks.findings import duplicate_value
from odos.schema.model import Field

NAME, CITY = (
    Field(id=key, key=key, kind="text", column=key, label={"en": en, "zh-hans": chinese})
    for key, en, chinese in (("name", "Name", "名称"), ("city", "City", "城市"))
)


@pytest.mark.parametrize(
    ("fields", "language", "said"),
    [
        ((NAME,), "en", "This value is taken already"),
        ((NAME, CITY), "en", "Another record has the same Name, City"),
        ((NAME, CITY), "zh-hans", "已有记录的以下内容与此相同：名称、城市"),
    ],
)
def test_a_value_that_is_taken_is_told_by_its_label_at_the_first_field(fields, language, said):
    issue = duplicate_value(fields)
    assert (issue.path, issue.message.render(language)) == (("name",), said)
