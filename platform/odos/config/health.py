"""Is this process alive, can it serve, and where do live events come from."""

from __future__ import annotations

import redis
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponseBase:
    """PostgreSQL and Redis answer too; 503 names what does not."""
    checks = {"postgresql": _check_database(), "redis": _check_redis()}
    ready = all(state == "ok" for state in checks.values())
    return JsonResponse({"ready": ready, **checks}, status=200 if ready else 503)


def events_redirect(request: HttpRequest) -> HttpResponse:
    """Long-lived streams are served by a process of their own."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    target = settings.ODOS_EVENTS_URL or f"{request.scheme}://{host}:{settings.ODOS_EVENTS_PORT}/api/events"
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponse(status=307)
    response["Location"] = f"{target}?{query}" if query else target
    response["Cache-Control"] = "no-store"
    return response


def _check_database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except Error as error:
        return str(error).strip().splitlines()[0]
    return "ok"


def _check_redis() -> str:
    try:
        with redis.Redis.from_url(settings.ODOS_REDIS_URL, socket_timeout=2) as client:
            client.ping()
    except redis.RedisError as error:
        return str(error)
    return "ok"
