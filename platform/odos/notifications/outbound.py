"""HTTP calls to addresses that people typed in: never to the inside of the network.

The name is looked up once and the connection goes to the address that was checked, so that a name which
changes its address in between leads nowhere. Redirects are not followed.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from urllib.parse import SplitResult, urlsplit

import urllib3
from django.conf import settings

from odos.kernel.issues import Issue
from odos.kernel.texts import text

SECONDS = 15.0
MOST_BYTES = 64 * 1024  # of an answer, of which nothing but the beginning is of use
PORTS = {"https": 443, "http": 80}
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Local translation, local to a site, translated in a host: not public, though Python before 3.13 says so.
_LOCAL = tuple(map(ipaddress.IPv6Network, ("64:ff9b:1::/48", "fec0::/10", "::ffff:0:0:0/96")))


class ForbiddenAddress(Exception):
    """The address leads into the network of the installation, or is none."""


def address_issues(url: str, *path: str) -> Iterable[Issue]:
    """What can be said of an address without looking its name up: a numeric one is checked as when called."""
    try:
        parts = _split(url)
        _refuse_inside(str(parts.hostname))
    except ForbiddenAddress:
        message = text("This is no address that may be called", "该地址不允许访问")
        hint = text(
            "https://… without user name or password, and nothing inside of the network",
            "应为 https://…，不含用户名和密码，且不是内部网络地址",
        )
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
    found = _addresses(host, port)
    return sorted(found, key=lambda address: ":" in address)[0]


def _refuse_inside(host: str) -> None:
    """Refuse what needs no look-up: names of this machine, and numbers, however they are written."""
    if host.rstrip(".").rpartition(".")[2] == "localhost" and not settings.ODOS_CALL_INSIDE:
        raise ForbiddenAddress(host)
    with suppress(socket.gaierror, UnicodeError):  # a name: looked up when it is called
        _addresses(host, None, socket.AI_NUMERICHOST)


def _addresses(host: str, port: int | None, flags: int = 0) -> set[str]:
    """All addresses of a host; raises `ForbiddenAddress` where one of them is not public."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
    found = {str(answer[4][0]) for answer in answers}
    for address in found:
        if not _may_call(address):
            raise ForbiddenAddress(f"{host} is {address}")
    return found


def _may_call(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    places = (parsed, *_carried(parsed))
    return settings.ODOS_CALL_INSIDE or all(_is_public(place) for place in places)


def _is_public(place: _Address) -> bool:
    return place.is_global and not place.is_multicast and not any(place in network for network in _LOCAL)


def _carried(address: _Address) -> Iterator[ipaddress.IPv4Address]:
    """The IPv4 addresses to which one of IPv6 leads in the end: mapped, by 6to4, Teredo or NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return
    server, client = address.teredo or (None, None)
    for inner in (address.ipv4_mapped, address.sixtofour, server, client):
        if inner is not None:
            yield inner
    if address in _NAT64 or int(address) < 2**32:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


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
