"""Refusals: exceptions that carry issues and become RFC 9457 problem documents at the edge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from odos.kernel.issues import Issue
from odos.kernel.texts import Text, text


class Problem(Exception):
    """A refusal. ``status`` is the HTTP status that fits it, ``extra`` further members of the document."""

    status = 500
    code = "problem"
    title = text("The request failed", "请求失败")

    def __init__(
        self,
        detail: Text | None = None,
        issues: Iterable[Issue] = (),
        *,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        self.detail = detail
        self.issues = tuple(issues)
        self.extra = dict(extra or {})
        super().__init__(detail or self.title, *(issue.message for issue in self.issues))

    def __str__(self) -> str:
        lines = [str(self.detail or self.title)]
        lines += [f"{'/'.join(map(str, issue.path))}: {issue.message}" for issue in self.issues]
        return "\n".join(lines)


class Invalid(Problem):
    """422: understood, but wrong; every issue says where."""

    status = 422
    code = "invalid"
    title = text("Some values are not valid", "部分数据无效")


class Malformed(Problem):
    """400: could not be understood at all."""

    status = 400
    code = "malformed"
    title = text("The request could not be read", "无法读取请求")


class Unauthenticated(Problem):
    """401."""

    status = 401
    code = "unauthenticated"
    title = text("Please sign in", "请先登录")


class Forbidden(Problem):
    """403: the caller may not do this."""

    status = 403
    code = "forbidden"
    title = text("You may not do this", "您没有权限执行此操作")


class NotFound(Problem):
    """404: absent, or not for the caller's eyes."""

    status = 404
    code = "not_found"
    title = text("Not found", "未找到")


class TooLarge(Problem):
    """413: more than anybody may send."""

    status = 413
    code = "too_large"
    title = text("The request is too large", "请求内容过大")


class Conflict(Problem):
    """409: in conflict with the present state."""

    status = 409
    code = "conflict"
    title = text("This conflicts with the present state", "与当前状态冲突")


class Stale(Problem):
    """412: somebody saved in between."""

    status = 412
    code = "stale"
    title = text("Somebody changed this in the meantime", "此记录已被他人修改")


class Throttled(Problem):
    """429: too many tries."""

    status = 429
    code = "throttled"
    title = text("Too many requests, please wait", "请求过于频繁，请稍候")


class Unavailable(Problem):
    """503: try again in a moment."""

    status = 503
    code = "unavailable"
    title = text("Busy, please try again", "系统繁忙，请重试")


def invalid(code: str, message: Text, *path: str | int, hint: Text | None = None) -> Invalid:
    """A refusal with a single issue."""
    return Invalid(None, [Issue(code, message, path, hint)])
