"""Refusals as RFC 9457 problem documents, in the language of the request."""

from __future__ import annotations

import logging

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db.utils import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from rest_framework.exceptions import APIException

from odos.api.frame.bodies import json_response
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, Malformed, NotFound, Problem, TooLarge, Unavailable
from odos.kernel.texts import DEFAULT_LANGUAGE, spoken, text

log = logging.getLogger(__name__)

_CANCELLED = "57014"
_BUSY = frozenset({"55P03", "40P01", "40001"})
_AWAY = ("08", "57P")
_UNSTORABLE = "NUL (0x00)"  # the driver refuses it before the server is asked; fields do so at their place
RETRY_SECONDS = 2  # as often does the supervisor look after its servers


def problem_response(problem: Problem, language: str = DEFAULT_LANGUAGE) -> HttpResponse:
    """The document of a refusal."""
    title = problem.title.render(language)
    document = {
        "type": f"urn:odos:problem:{problem.code}",
        "title": title,
        "status": problem.status,
        "detail": problem.detail.render(language) if problem.detail else title,
        "issues": [issue.as_json(language) for issue in problem.issues],
        **problem.extra,
    }
    response = json_response(document, problem.status)
    response["Content-Type"] = "application/problem+json"
    if problem.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if problem.status in {429, 503}:
        response["Retry-After"] = str(problem.extra.get("retry_after", 1))
    return response


def problem_of(error: Exception) -> Problem:
    """What a client is told of an error; unexpected ones are logged and told nothing of."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Http404):
        return NotFound()
    if isinstance(error, RequestDataTooBig):
        return TooLarge()
    if isinstance(error, SuspiciousOperation | MultiPartParserError):
        return Malformed()
    if isinstance(error, OperationalError | InterfaceError):
        return _of_database(error)
    if isinstance(error, DataError):
        return _named(422, "invalid", "A value is out of range", "某个值超出允许范围")
    if isinstance(error, ValueError) and _UNSTORABLE in str(error):
        message = text("A text holds a character that cannot be stored", "文本中含有无法保存的字符")
        hint = text("Remove this character", "请删除该字符")
        return Invalid(None, [Issue("invalid_character", message, (), hint)])
    if isinstance(error, APIException):
        return _of_framework(error)
    log.error("unexpected error", exc_info=error)
    return _named(500, "internal", "Something went wrong on our side", "服务器内部错误")


def language_of(request: HttpRequest, locale: str | None = None) -> str:
    """The language of messages: what the request accepts, else the user's, else English."""
    accepted = request.META.get("HTTP_ACCEPT_LANGUAGE", "").strip()
    return spoken(accepted) if accepted else locale or DEFAULT_LANGUAGE


def _named(status: int, code: str, english: str, chinese: str) -> Problem:
    problem = Problem(text(english, chinese))
    problem.status, problem.code, problem.title = status, code, text(english, chinese)
    return problem


def _of_database(error: OperationalError | InterfaceError) -> Problem:
    """Where the connection is gone the server has not said why, or that it is starting or stopping."""
    code = getattr(error.__cause__, "pgcode", None)
    if code == _CANCELLED:
        return Unavailable(
            text("The query took too long and was stopped; narrow it down", "查询耗时过长已中止，请缩小范围")
        )
    if code in _BUSY:
        return Unavailable()
    if code is not None and not code.startswith(_AWAY):
        log.error("the database refused", exc_info=error)
        return Unavailable()
    log.error("the database does not answer: %s", str(error).strip())
    return Unavailable(
        text(
            "The database cannot be reached at the moment; nothing is lost, please try again shortly",
            "暂时无法连接数据库，数据不会丢失，请稍后重试",
        ),
        extra={"retry_after": RETRY_SECONDS},
    )


def _of_framework(error: APIException) -> Problem:
    return _named(error.status_code, error.default_code, str(error.detail), str(error.detail))
