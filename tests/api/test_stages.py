"""Stages over HTTP: the path among the actions, the move, the history, the funnel."""

from __future__ import annotations

import pytest

from tests.workflow.deals import publish_conversion, publish_deals


@pytest.fixture
def rita(app, api_for):
    publish_deals(app)
    return api_for("rita", "rep")


def test_a_record_is_moved_as_an_action(rita):
    """FLOW-08: one address for the board, the path and programs; refusals are problem documents."""
    deal = rita.post("records/deal", {"name": "A"}).json()
    address = f"records/deal/{deal['id']}"
    offered = rita.get(f"{address}/actions").json()["items"]
    assert [item["key"] for item in offered] == ["move.stage"]
    assert offered[0]["details"]["current"] == "new"
    refused = rita.post(f"{address}/actions/move.stage", {"stage": "talks"}, accept_language="zh-CN")
    assert refused.status_code == 422
    assert refused.json()["issues"][0]["message"] == "Say what it is worth（中文）"
    sent = {"stage": "talks", "values": {"amount": "5"}}
    done = rita.post(f"{address}/actions/move.stage", sent, idempotency_key="m-1")
    assert (done.status_code, done.json()["record"]["stage"]) == (200, "talks"), done.content
    assert rita.post(f"{address}/actions/move.stage", sent, idempotency_key="m-1").json() == done.json()
    stale = rita.post(f"{address}/actions/move.stage", {"stage": "new", "version": 1})
    assert stale.status_code == 412
    assert rita.post(f"{address}/actions/move.stage", {}).status_code == 422
    assert rita.post(f"{address}/actions/move.name", {"stage": "new"}).status_code == 404
    history = rita.get(f"{address}/stages").json()["items"]
    assert [(item["stage"], item["left_at"] is None) for item in history] == [("new", False), ("talks", True)]


def test_a_funnel_is_read(rita):
    """LEAD-07."""
    rita.post("records/deal", {"name": "A", "amount": "7"})
    answer = rita.post("records/deal/funnel", {"measure": "amount", "from": "2020-01-01"})
    assert answer.status_code == 200, answer.content
    first = answer.json()["stages"][0]
    assert (first["key"], first["count"], first["amount"], first["reached"]) == ("new", 1, "7.00", 1)
    assert rita.post("records/deal/funnel", {"from": "soon"}).status_code == 422
    assert rita.post("records/customer/funnel", {}).status_code == 422


def test_a_conversion_is_previewed_done_and_shown_from_both_sides(app, api_for):
    """CONV-01: over HTTP, with its way back."""
    publish_conversion(app)
    rita = api_for("rita", "rep")
    deal = rita.post(
        "records/deal", {"name": "Acme", "amount": "5", "lines": [{"text": "x", "price": "1"}]}
    ).json()
    address = f"records/deal/{deal['id']}"
    preview = rita.post(f"{address}/conversions/deal_to_quote/preview", {})
    assert [target["key"] for target in preview.json()["targets"]] == ["customer", "quote"], preview.content
    sent = {"targets": {"customer": {"values": {"name": "Acme AG"}}}}
    done = rita.post(f"{address}/actions/convert.deal_to_quote", sent, idempotency_key="c-1")
    assert done.status_code == 200, done.content
    assert (
        rita.post(f"{address}/actions/convert.deal_to_quote", sent, idempotency_key="c-1").json()
        == done.json()
    )
    assert rita.post(f"{address}/actions/convert.deal_to_quote", sent).status_code == 409
    made = {item["target"]: item for item in done.json()["result"]["records"]}
    for seen in (
        address,
        f"records/quote/{made['quote']['id']}",
        f"records/customer/{made['customer']['id']}",
    ):
        told = rita.get(f"{seen}/conversions").json()["items"]
        assert told[0]["source"] == {"entity": "deal", "id": deal["id"], "label": "Acme"}
        assert next(item["label"] for item in told[0]["records"]) == "Acme AG"
    olga = api_for("olga", "rep")
    assert olga.get(f"{address}/conversions").status_code == 404
    assert olga.post(f"{address}/conversions/deal_to_quote/preview", {}).status_code == 404
    assert olga.post(f"{address}/actions/undo.deal_to_quote", {}).status_code == 404
    assert rita.post(f"{address}/actions/undo.deal_to_quote", {}).status_code == 200
    assert rita.get(f"records/quote/{made['quote']['id']}").status_code == 404
