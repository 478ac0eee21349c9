from __future__ import annotations

import stat
from pathlib import Path

import pytest

from odos.config import places


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.delenv("ODOS_SECRET_KEY")
    made = places.secret_key(tmp_path / "data")
    assert len(made) > 40
    assert places.secret_key(tmp_path / "data") == made
    assert stat.S_IMODE((tmp_path / "data/secret_key").stat().st_mode) == 0o600


def test_an_empty_key_file_is_refused(tmp_path, monkeypatch):
    monkeypatch.delenv("ODOS_SECRET_KEY")
    (tmp_path / "secret_key").touch()
    with pytest.raises(RuntimeError, match="delete it"):
        places.secret_key(tmp_path)


def test_a_given_key_is_taken(tmp_path, monkeypatch):
    monkeypatch.setenv("ODOS_SECRET_KEY", "mine")
    assert places.secret_key(tmp_path) == "mine"
    assert not list(tmp_path.iterdir())


def test_a_deep_data_directory_moves_the_sockets():
    deep = Path("/srv") / ("x" * 100)
    assert places.socket_dir(Path("/srv/odos"), "redis") == Path("/srv/odos/redis")
    assert len(str(places.socket_dir(deep, "redis"))) < 90
    assert places.socket_dir(deep, "redis") != places.socket_dir(deep / "y", "redis")


@pytest.mark.parametrize(
    ("redis", "celery"),
    [
        ("redis://127.0.0.1:6379/9", "redis://127.0.0.1:6379/9"),
        ("unix:///data/redis.sock?db=3", "redis+socket:///data/redis.sock?virtual_host=3"),
        ("unix:///data/redis.sock", "redis+socket:///data/redis.sock?virtual_host=0"),
    ],
)
def test_celery_gets_the_same_redis(redis, celery):
    assert places.celery_url(redis) == celery
