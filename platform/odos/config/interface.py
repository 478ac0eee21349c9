"""Serves the built user interface: hashed assets for ever, the page itself always fresh.

Any address that is neither API nor file gives the page, which finds its way by itself. Each page is told a
nonce of its own, by which it may add style elements; see ``ui/src/app/ownStyles.ts``.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from whitenoise import WhiteNoise
from whitenoise.middleware import WhiteNoiseFileResponse
from whitenoise.responders import StaticFile

Next = Callable[[HttpRequest], HttpResponseBase]

_SERVER = re.compile(r"^/(api/|api$|healthz$|readyz$)")
_HASHED = re.compile(r"/assets/")
_NONCE = b"__CSP_NONCE__"  # in the built page
_MISSING = (
    "<!doctype html><title>Odos</title><p>The user interface is not built yet: run <code>make ui</code>.</p>"
    "<p>界面尚未构建：请运行 <code>make ui</code>。</p>"
)
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; "
    "style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; worker-src 'self' blob:; connect-src 'self' {events}; frame-ancestors 'none'; "
    "base-uri 'self'; form-action 'self'; object-src 'none'"
)


class InterfaceMiddleware:
    """Answers everything outside the API from ``ui/dist``; notices a new build by itself."""

    def __init__(self, get_response: Next) -> None:
        self._next = get_response
        self._page = Path(settings.ODOS_UI_DIR) / "index.html"
        self._built: float | None = None
        self._files = WhiteNoise(None)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _SERVER.match(request.path_info):
            return self._next(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponse("Method not allowed\n", status=405, content_type="text/plain")
        self._refresh()
        return self._file(request) or self._index(request)

    def _file(self, request: HttpRequest) -> HttpResponseBase | None:
        found: StaticFile | None = self._files.files.get(request.path_info)
        if found is None:
            return None
        answer = found.get_response(request.method, request.META)
        response: HttpResponseBase = WhiteNoiseFileResponse(answer.file or (), status=int(answer.status))
        for name in list(response.headers):
            del response[name]
        for name, value in answer.headers:
            response[name] = value
        return response

    def _index(self, request: HttpRequest) -> HttpResponseBase:
        if _HASHED.search(request.path_info):
            return HttpResponse("Not found\n", status=404, content_type="text/plain")
        if self._built is None:
            return _guarded(_MISSING.encode(), request, status=503)
        return _guarded(self._page.read_bytes(), request)

    def _refresh(self) -> None:
        """Read the folder again when the page has changed, which every build does last."""
        built = self._page.stat().st_mtime if self._page.is_file() else None
        if built == self._built:
            return
        files = WhiteNoise(None, immutable_file_test=lambda path, url: bool(_HASHED.search(url)), max_age=60)
        if built is not None:
            files.add_files(str(self._page.parent), prefix="/")
            files.files.pop("/index.html", None)
        self._files, self._built = files, built


def _guarded(page: bytes, request: HttpRequest, *, status: int = 200) -> HttpResponse:
    """A page that runs no script and takes no style sheet but ours, always fresh."""
    nonce = secrets.token_urlsafe(16)
    response = HttpResponse(page.replace(_NONCE, nonce.encode()), status=status)
    response["Cache-Control"] = "no-cache"
    response["Content-Security-Policy"] = _POLICY.format(events=_events_origin(request), nonce=nonce)
    return response


def _events_origin(request: HttpRequest) -> str:
    if settings.ODOS_EVENTS_URL:
        return "/".join(settings.ODOS_EVENTS_URL.split("/")[:3])
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return f"{request.scheme}://{host}:{settings.ODOS_EVENTS_PORT}"
