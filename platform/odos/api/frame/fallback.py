"""Addresses that do not exist answer like everything else: with a problem document."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.endpoint import Endpoint
from odos.kernel.problems import NotFound
from odos.kernel.texts import text


class UnknownAddress(Endpoint):
    """Any method: 404."""

    portal = True

    public = True

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse before asking who it is."""
        raise NotFound(text("There is no such address", "没有该地址"))

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        raise NotFound
