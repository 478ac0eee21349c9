"""PLAT-19: a mail is proved on a record with the eyes of whom it goes to."""

from __future__ import annotations


def test_a_mail_tells_its_reader_nothing_that_they_may_not_see(root, api_for):
    customer = root.post("records/customer", {"name": "Acme"}).json()
    stranger = api_for("stranger").get("auth/me").json()["id"]
    asked = {
        "entity": "customer",
        "record": customer["id"],
        "subject": {"en": "About {{ name }}"},
        "body": {"en": "Dear reader"},
    }
    assert root.post("templates/preview", asked).json()["subject"] == "About Acme"
    own = root.get("auth/me").json()["id"]
    assert root.post("templates/preview", asked | {"reader": own}).json()["subject"] == "About Acme"
    hidden = root.post("templates/preview", asked | {"reader": stranger})
    assert hidden.status_code == 404
    assert "Acme" not in hidden.content.decode()
