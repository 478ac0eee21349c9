"""Request bodies and query parameters in, JSON bytes out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase

from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, Malformed, invalid
from odos.kernel.texts import text

MAX_DEPTH = 64


def read_json(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of the body, empty for an empty body. Raises `Malformed`."""
    raw = request.body
    if not raw:
        return {}
    value = loads(raw)
    if not isinstance(value, dict):
        message = text("The body must be a JSON object", "请求体必须是 JSON 对象")
        raise Malformed(None, [Issue("not_an_object", message)])
    return value


def loads(raw: bytes | memoryview) -> Any:
    """The JSON value of a body or of a part of it. Raises `Malformed`."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise not_json(error) from error


def not_json(error: Exception) -> Malformed:
    """The refusal of a body that cannot be decoded."""
    message = text("The body is no JSON: {why}", "请求体不是有效的 JSON：{why}", why=str(error))
    return Malformed(None, [Issue("not_json", message)])


def json_response(value: object, status: int = 200) -> HttpResponse:
    """``value`` as JSON; bytes and text are taken as JSON already."""
    if isinstance(value, str):
        value = value.encode()
    body = (
        value
        if isinstance(value, bytes)
        else orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS)
    )
    return HttpResponse(body, status=status, content_type="application/json")


def tagged_response(request: HttpRequest, document: object) -> HttpResponseBase:
    """The document (bytes are JSON already) with a strong ETag; 304 when the client has it."""
    body = document if isinstance(document, bytes) else orjson.dumps(document, default=dict)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if has_tag(request, tag):
        return not_modified(tag)
    response = json_response(body)
    response["ETag"] = tag
    return response


def has_tag(request: HttpRequest, tag: str) -> bool:
    """Whether If-None-Match names ``tag``."""
    return tag in request.META.get("HTTP_IF_NONE_MATCH", "")


def not_modified(tag: str) -> HttpResponseBase:
    """304."""
    unchanged = HttpResponseNotModified()
    unchanged["ETag"] = tag
    return unchanged


def take(body: Mapping[str, Any], key: str, kind: type | tuple[type, ...], default: Any = None) -> Any:
    """A member of the body, checked for its type; raises `Invalid`."""
    value = body.get(key)
    if value is None:
        return default
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
        names = kind if isinstance(kind, tuple) else (kind,)
        message = text(
            "{key} must be {kind}",
            "{key} 的类型应为 {kind}",
            key=key,
            kind=" or ".join(k.__name__ for k in names),
        )
        raise Invalid(None, [Issue("wrong_type", message, (key,))])
    return value


def require(body: Mapping[str, Any], key: str, kind: type | tuple[type, ...]) -> Any:
    """Like `take`, but it must be there."""
    value = take(body, key, kind)
    if value is None:
        message = text("{key} is missing", "缺少 {key}", key=key)
        raise Invalid(None, [Issue("required", message, (key,))])
    return value


def take_moment(body: Mapping[str, Any], key: str) -> datetime | None:
    """A member or query parameter that is a moment, None where it is absent or empty; raises `Invalid`."""
    value = take(body, key, str)
    return read_moment(value, key) if value else None


def require_moment(body: Mapping[str, Any], key: str) -> datetime:
    """Like `take_moment`, but it must be there."""
    return read_moment(require(body, key, str), key)


def read_moment(written: str, key: str) -> datetime:
    """A moment with its offset, in UTC: without one nobody knows which is meant, so it is refused."""
    try:
        moment = datetime.fromisoformat(written)
        if moment.tzinfo is None:
            raise ValueError(written)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        message = text("{key} must be a moment with a time zone", "{key} 应为带时区的时间", key=key)
        raise invalid("bad_moment", message, key) from error


def whole_number(parameters: Mapping[str, Any], key: str, default: int) -> int:
    """A query parameter or member that is a whole number; raises `Invalid`."""
    value = parameters.get(key)
    if value is None or value == "":
        return default
    try:
        if isinstance(value, bool | float):
            raise ValueError
        return int(value)
    except (TypeError, ValueError) as error:
        message = text("{key} must be a whole number", "{key} 必须是整数", key=key)
        raise Invalid(None, [Issue("wrong_type", message, (key,))]) from error


def flag(parameters: Mapping[str, Any], key: str) -> bool:
    """A query parameter or member that is true or false."""
    return str(parameters.get(key, "")).lower() in {"true", "1", "yes"}
