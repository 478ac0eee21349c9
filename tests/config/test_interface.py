from __future__ import annotations

import os
import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from odos.config.interface import InterfaceMiddleware

PAGE = "<!doctype html><title>Odos</title>"
WITH_NONCE = '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__">'


@pytest.fixture
def built(tmp_path, settings):
    settings.ODOS_UI_DIR = tmp_path
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/app-1a2b.js").write_text("plain text")
    (tmp_path / "assets/app-1a2b.js.gz").write_bytes(b"zipped")
    (tmp_path / "favicon.svg").write_text("<svg/>")
    (tmp_path / "index.html").write_text(PAGE)
    return tmp_path


@pytest.fixture
def ask(built):
    middleware = InterfaceMiddleware(lambda request: HttpResponse("from the API"))

    def ask(path, method="GET", **headers):
        return middleware(RequestFactory().generic(method, path, **headers))

    return ask


def body(response):
    return b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize("path", ["/", "/login", "/records/account/12", "/studio/entity/a.b"])
def test_every_address_of_the_application_gives_the_page(ask, path):
    response = ask(path)
    assert body(response) == PAGE.encode()
    assert response["Cache-Control"] == "no-cache"
    assert "connect-src 'self' http://testserver:" in response["Content-Security-Policy"]


def test_each_page_takes_style_sheets_by_a_nonce_of_its_own(ask, built):
    (built / "index.html").write_text(WITH_NONCE)
    nonces = set()
    for _ in range(2):
        response = ask("/")
        policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
        nonce = re.search('content="(.+)"', response.content.decode())[1]
        assert policy["style-src"] == f"'self' 'nonce-{nonce}'"
        assert policy["script-src"] == "'self'"
        nonces.add(nonce)
    assert len(nonces) == 2


@pytest.mark.parametrize("path", ["/api/schema", "/api", "/healthz", "/readyz"])
def test_addresses_of_the_server_pass(ask, path):
    assert body(ask(path)) == b"from the API"


def test_hashed_files_are_kept_for_ever_and_sent_compressed(ask):
    response = ask("/assets/app-1a2b.js", HTTP_ACCEPT_ENCODING="gzip")
    assert body(response) == b"zipped"
    assert "immutable" in response["Cache-Control"]
    assert body(ask("/assets/app-1a2b.js")) == b"plain text"


def test_other_files_are_asked_for_again(ask):
    assert "immutable" not in ask("/favicon.svg")["Cache-Control"]


def test_a_file_of_an_old_build_is_missing_and_no_page(ask):
    assert ask("/assets/app-old.js").status_code == 404


def test_nothing_outside_the_folder_is_served(ask, built):
    (built.parent / "secret").write_text("secret")
    for path in ("/../secret", "/assets/../../secret", "/%2e%2e/secret"):
        assert body(ask(path)) in (PAGE.encode(), b"Not found\n")


def test_a_new_build_is_noticed(ask, built):
    ask("/")
    (built / "assets/app-3c4d.js").write_text("new")
    page = built / "index.html"
    page.write_text("new page")
    os.utime(page, (1, 1))
    assert body(ask("/assets/app-3c4d.js")) == b"new"
    assert body(ask("/")) == b"new page"


def test_without_a_build_the_page_says_what_to_do(ask, built):
    (built / "index.html").unlink()
    response = ask("/")
    assert response.status_code == 503
    assert b"make ui" in response.content


def test_the_interface_takes_no_writes(ask):
    assert ask("/", method="POST").status_code == 405
