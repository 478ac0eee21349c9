"""Its addresses."""

from __future__ import annotations

from typing import Any

from django.urls import path

from benchmarks.reference import model_views, raw_views

_ALL: dict[str, Any] = {"get": "list", "post": "create"}
_ONE: dict[str, Any] = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}

urlpatterns = [
    path("model/deal", model_views.DealViewSet.as_view(_ALL)),
    path("model/deal/<int:pk>", model_views.DealViewSet.as_view(_ONE)),
    path("model/archived_deal", model_views.ArchivedDealViewSet.as_view(_ALL)),
    path("model/archived_deal/<int:pk>", model_views.ArchivedDealViewSet.as_view(_ONE)),
    path("raw/deal", raw_views.RawDeals.as_view()),
    path("raw/deal/<int:number>", raw_views.RawDeal.as_view()),
    path("raw/archived_deal", raw_views.RawArchivedDeals.as_view()),
    path("raw/archived_deal/<int:number>", raw_views.RawArchivedDeal.as_view()),
]
