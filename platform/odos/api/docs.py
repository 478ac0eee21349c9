"""``/api/docs``: a page to try the API, from files that are served here (no other host is asked)."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.endpoint import Endpoint
from odos.kernel.problems import NotFound

_PACKAGE = "drf_spectacular_sidecar"
_FOLDER = f"static/{_PACKAGE}/swagger-ui-dist"
_FILES = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "favicon-32x32.png": "image/png",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; font-src 'self' data:; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'"
)
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Odos API</title>
<link rel="icon" href="/api/docs/favicon-32x32.png">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
"""
_START = """"use strict";
const safe = ["GET", "HEAD", "OPTIONS"];
const csrfToken = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]*)/) || [])[1] || "";

window.ui = SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#api",
  deepLinking: true,
  docExpansion: "none",
  displayRequestDuration: true,
  persistAuthorization: false,
  validatorUrl: null,
  requestInterceptor: (request) => {
    const own = new URL(request.url, location.href).origin === location.origin;
    if (own && !safe.includes((request.method || "GET").toUpperCase())) {
      request.headers["X-CSRFToken"] = csrfToken();
    }
    return request;
  },
});
fetch("/api/auth/csrf");
"""


class DocsPage(Endpoint):
    """GET the page; what it shows is what its visitor may see."""

    public = True

    def get(self, request: Request) -> HttpResponse:
        response = HttpResponse(_PAGE)
        response["Content-Security-Policy"] = _POLICY
        return response


class DocsFile(Endpoint):
    """GET a file of the page."""

    public = True
    authentication_classes = ()

    def get(self, request: Request, name: str) -> HttpResponse:
        if name == "start.js":
            return HttpResponse(_START, content_type="text/javascript")
        if name not in _FILES:
            raise NotFound
        response = HttpResponse((_folder() / name).read_bytes(), content_type=_FILES[name])
        response["Cache-Control"] = "public, max-age=86400"
        return response


def _folder() -> Path:
    """The files come as a Python package, whose own code is not needed."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise NotFound
    return Path(spec.origin).parent / _FOLDER
