"""PROD-05: what a form fills in when a record is chosen, and the fields that the schema says to watch."""

from __future__ import annotations

from tests.fixtures.application import publish_fields


def test_a_form_learns_what_to_watch_and_asks_for_it(app, root):
    """PROD-05: lines of a table in one question; a create without the field gives the same."""
    publish_fields(
        app,
        ("quote_line", "text", {"kind": "text", "default": "product.name"}),
        ("quote_line", "price", {"kind": "decimal", "digits": 12, "scale": 2, "default": "product.price"}),
    )
    fields = {field["key"]: field for field in root.get("schema/quote_line").json()["fields"]}
    assert fields["price"]["filled_by"] == ["product"]
    assert "filled_by" not in fields["quantity"]
    pump, valve = (
        root.post("records/product", {"name": name, "price": price}).json()["id"]
        for name, price in (("Pump", "10"), ("Valve", "2.50"))
    )
    shown = {"product": pump, "text": "Pump", "price": "9"}
    rows = [{"values": {"product": pump}}, {"before": shown, "values": {**shown, "product": valve}}]
    answer = root.post("records/quote_line/defaults", {"rows": rows})
    assert answer.json() == {"rows": [{"text": "Pump", "price": "10.00"}, {"text": "Valve"}]}
    made = root.post("records/quote", {"lines": [{"quantity": 1, "product": pump}]}).json()["lines"][0]
    assert (made["text"], made["price"]) == ("Pump", "10.00")


def test_what_is_no_list_of_rows_is_refused(app, root):
    for body in ({"rows": 1}, {"rows": [1]}, {"rows": [{"values": []}]}, {"rows": [{"before": 1}]}):
        assert root.post("records/quote_line/defaults", body).status_code == 422
    many = root.post("records/quote_line/defaults", {"rows": [{"values": {}}] * 1001})
    assert (many.status_code, many.json()["issues"][0]["code"]) == (422, "too_many")
    assert root.post("records/nothing/defaults", {"rows": []}).status_code == 404
