"""HTTP calls to addresses that people typed in: never to the inside of the network.

The name is looked up once and the connection goes to the address that was checked, so that a name which
changes its address in between leads nowhere. Redirects are not followed.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Mapping
from urllib.parse import SplitResult, urlsplit

import urllib3
from django.conf import settings

from odos.kernel.issues import Issue
from odos.kernel.texts import text

SECONDS = 15.0
MOST_BYTES = 64 * 1024  # of an answer, of which nothing but the beginning is of use
PORTS = {"https": 443, "http": 80}


class ForbiddenAddress(Exception):
    """The address leads into the network of the installation, or is none."""


def address_issues(url: str, *path: str) -> Iterable[Issue]:
    """What can be said of an address without looking its name up."""
    try:
        _split(url)
    except ForbiddenAddress:
        message = text("This is no address that may be called", "该地址不允许访问")
        hint = text("https://… without user name or password", "应为 https://…，且不含用户名和密码")
        yield Issue("forbidden_address", message, path, hint)


def post(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Status and the beginning of the answer. Raises `ForbiddenAddress`, or what urllib3 raises."""
    parts = _split(url)
    host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
    address = checked_address(host, port)
    target = parts.path or "/"
    if parts.query:
        target += "?" + parts.query
    with _pool(parts.scheme, host, address, port) as pool:
        named = {**headers, "Host": parts.netloc}
        answer = pool.urlopen(
            "POST", target, body=body, headers=named, redirect=False, retries=False, preload_content=False
        )
        try:
            return answer.status, answer.read(MOST_BYTES)
        finally:
            answer.release_conn()


def checked_address(host: str, port: int) -> str:
    """The numeric address to connect to; every address of the name must be public."""
    found = {entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    for address in found:
        if not _may_call(str(address)):
            raise ForbiddenAddress(f"{host} is {address}")
    return str(sorted(found, key=lambda address: ":" in str(address))[0])


def _may_call(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(parsed, "ipv4_mapped", None) or parsed
    return bool(inner.is_global and not inner.is_multicast) or settings.ODOS_CALL_INSIDE


def _split(url: str) -> SplitResult:
    parts = urlsplit(url)
    is_secure = parts.scheme == "https" or (parts.scheme == "http" and settings.ODOS_CALL_INSIDE)
    try:
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        named = False
    if not is_secure or not named or "@" in parts.netloc or any(mark in url for mark in "\r\n\\ "):
        raise ForbiddenAddress(url)
    return parts


def _pool(scheme: str, host: str, address: str, port: int) -> urllib3.HTTPConnectionPool:
    timeout = urllib3.Timeout(total=SECONDS)
    if scheme == "http":
        return urllib3.HTTPConnectionPool(address, port, timeout=timeout)
    return urllib3.HTTPSConnectionPool(
        address, port, timeout=timeout, server_hostname=host, assert_hostname=host
    )
