"""PLAT-18: every mail that the CRM ships says something sensible in both languages."""

from __future__ import annotations

import pytest

from odos.notifications.proofs import prove
from odos.notifications.templates import LANGUAGES
from tests.fixtures.crm import Crm, crm, demo  # noqa: F401  (fixtures)

USED = [
    "contract_renewal",
    "deal_won",
    "invoice_due",
    "lead_idle",
    "quote_to_approve",
    "task_overdue",
    "visit_ahead",
]


def templates(crm: Crm):  # noqa: F811
    return [
        (entity, template) for entity in crm.context.schema.entities.values() for template in entity.templates
    ]


def test_every_shipped_template_is_used_by_a_rule_or_an_approval(demo):  # noqa: F811
    schema = demo.context.schema
    assert sorted(template["key"] for _, template in templates(demo)) == USED
    said = "".join(str(rule["text"]) for entity in schema.entities.values() for rule in entity.rules)
    asked = {flow.get("template") for entity in schema.entities.values() for flow in entity.workflows}
    assert [key for key in USED if f'"{key}"' not in said and key not in asked] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_template_writes_its_mail(demo, language):  # noqa: F811
    for entity, template in templates(demo):
        record = demo.list(entity.key, limit=1)[0]
        made = prove(
            context=demo.context, entity=entity, template=template, record_id=int(record["id"]),
            language=language,
        )  # fmt: skip
        assert made.subject, template["key"]
        assert "{{" not in made.text + made.html, template["key"]
        assert "\ue001" not in made.html, template["key"]
        greeting = "您好" if language == "zh-hans" else "Dear"
        assert greeting in made.text, template["key"]
