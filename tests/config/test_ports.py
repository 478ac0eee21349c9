from __future__ import annotations

import io
import socket

import pytest

from odos.config import installation, ports
from odos.config.console import Console


@pytest.fixture
def taken():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_taken_port_names_the_setting_that_chooses_another(taken):
    with pytest.raises(ports.PortTaken, match=f"ODOS_PORT={taken + 10}"):
        ports.require_free("127.0.0.1", taken, "ODOS_PORT")


def test_another_port_is_found(taken):
    found = ports.find_free("127.0.0.1", taken)
    assert found != taken
    assert ports.is_free("127.0.0.1", found)
    assert ports.find_free("127.0.0.1", found) == found


def test_a_port_that_was_taken_during_the_preparation_starts_nothing_and_loses_no_password(
    taken, settings, monkeypatch
):
    monkeypatch.delenv("ODOS_ADMIN_PASSWORD", raising=False)
    settings.ODOS_HOST, settings.ODOS_PORT = "127.0.0.1", taken
    shown = io.StringIO()
    with pytest.raises(ports.PortTaken, match=f"ODOS_PORT={taken + 10}"):
        installation._run(Console(shown), "just made")
    assert "just made" in shown.getvalue()
