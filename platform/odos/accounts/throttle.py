"""Guessing passwords is slow: tries are counted in Redis by user and address, and by address alone.

A try counts before the password is looked at, so that many at once cannot slip past the limit.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from redis import RedisError

from odos.database.redis_connection import redis_connection, redis_name
from odos.kernel.problems import Throttled, Unavailable
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace


@dataclass(frozen=True)
class Limit:
    """``tries`` within ``window`` seconds; one more locks for ``lock`` seconds."""

    tries: int
    window: int
    lock: int


PER_USER_AND_ADDRESS = Limit(tries=5, window=300, lock=900)
PER_ADDRESS = Limit(tries=100, window=300, lock=300)
PER_USER = Limit(tries=50, window=3600, lock=900)  # from many addresses at once

# A count that has ended meanwhile must not begin again below nothing, and without an end.
_ONE_LESS = "if redis.call('exists', KEYS[1]) == 1 then redis.call('decr', KEYS[1]) end"


class Locked(Throttled):
    """The try that crossed a limit: raised once, later ones are `Throttled`."""


def count_try(workspace: Workspace, *, subject: str, address: str) -> None:
    """Count a try as ``subject``; raises `Throttled` above a limit, `Unavailable` without Redis."""
    _count(_name(workspace, "address", address), PER_ADDRESS)
    _count(_name(workspace, "user", subject, address), PER_USER_AND_ADDRESS)
    _count(_name(workspace, "subject", subject), PER_USER)


def forgive(workspace: Workspace, *, subject: str, address: str) -> None:
    """A success: earlier failures at this address no longer count."""
    try:
        redis_connection().delete(
            _name(workspace, "user", subject, address), _name(workspace, "subject", subject)
        )
    except RedisError as error:
        raise Unavailable from error


def take_back(workspace: Workspace, *, address: str) -> None:
    """The password was right, so its try was no guess of the address: many people may sit behind one."""
    _take_back(_name(workspace, "address", address))


def take_back_step(workspace: Workspace, *, subject: str, address: str) -> None:
    """The password was right and nothing else was tried yet: no guess of the user either.

    Earlier failures still count, so that whoever knows a password gains no more tries at the second factor.
    """
    _take_back(_name(workspace, "user", subject, address), _name(workspace, "subject", subject))


def _take_back(*names: str) -> None:
    try:
        for name in names:
            redis_connection().eval(_ONE_LESS, 1, name)
    except RedisError as error:
        raise Unavailable from error


def _count(name: str, limit: Limit) -> None:
    try:
        tries, seconds = _increment(name, limit)
    except RedisError as error:
        raise Unavailable(text("Signing in is not possible at the moment", "暂时无法登录")) from error
    if tries > limit.tries:
        refusal = Locked if tries == limit.tries + 1 else Throttled
        raise refusal(
            text(
                "Too many failed attempts; try again in {minutes} minutes",
                "登录失败次数过多，请在 {minutes} 分钟后重试",
                minutes=max(1, -(-seconds // 60)),
            ),
            extra={"retry_after": seconds},
        )


def _increment(name: str, limit: Limit) -> tuple[int, int]:
    redis = redis_connection()
    with redis.pipeline(transaction=True) as commands:
        commands.set(name, 0, ex=limit.window, nx=True)
        commands.incr(name)
        commands.ttl(name)
        _, tries, seconds = commands.execute()
    if tries == limit.tries + 1:
        redis.expire(name, limit.lock)
        seconds = limit.lock
    return int(tries), int(seconds)


def _name(workspace: Workspace, *parts: str) -> str:
    """Names and addresses come from outside; a digest bounds their length and alphabet."""
    joined = "\0".join(part.casefold() for part in parts[1:])
    hashed = hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return redis_name(workspace, "sign-in", parts[0], hashed)
