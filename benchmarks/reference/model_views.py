"""Django REST framework as its documentation teaches it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers, viewsets
from rest_framework.filters import OrderingFilter
from rest_framework.pagination import CursorPagination, LimitOffsetPagination
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from benchmarks.documents import OUTPUT_FIELDS
from benchmarks.reference.models import Account, ArchivedDeal, Deal, Person
from odos.accounts.principals import Principal
from odos.api.frame.authentication import BearerAuthentication, SessionAuthentication


class SignedIn(BasePermission):
    """Nobody else."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.user, Principal)


class Labelled(serializers.PrimaryKeyRelatedField):
    """Read as ``{id, label}``, written as the id."""

    def use_pk_only_optimization(self) -> bool:
        return False

    def to_representation(self, value: Any) -> dict[str, str]:
        return {"id": str(value.pk), "label": value.name}


class DealSerializer(serializers.ModelSerializer):
    """All twenty fields."""

    account = Labelled(queryset=Account._default_manager.all())
    owner = Labelled(queryset=Person._default_manager.all(), required=False, allow_null=True)

    class Meta:
        model = Deal
        fields = OUTPUT_FIELDS
        read_only_fields = ("id", "created_at", "updated_at")


class ArchivedDealSerializer(DealSerializer):
    """The same of the other table."""

    class Meta(DealSerializer.Meta):
        model = ArchivedDeal  # type: ignore[assignment]


class Counted(LimitOffsetPagination):
    """Pages by offset with the exact count."""

    default_limit = 50
    max_limit = 1000


class Following(CursorPagination):
    """Pages by cursor, without a count."""

    page_size = 50
    ordering = ("-created_at", "-id")


class DealViewSet(viewsets.ModelViewSet):
    """List, read, create, update, delete. ``?cursor=`` pages by cursor, else by offset."""

    authentication_classes = (BearerAuthentication, SessionAuthentication)
    permission_classes = (SignedIn,)
    serializer_class = DealSerializer
    queryset: QuerySet[Any] = Deal._default_manager.all()
    filter_backends = (OrderingFilter,)
    ordering_fields = ("created_at", "closes_on", "amount", "name", "id")
    ordering = ("-created_at", "-id")

    @property
    def pagination_class(self) -> type[Counted | Following]:  # type: ignore[override]
        return Following if "cursor" in self.request.query_params else Counted

    def get_queryset(self) -> QuerySet[Any]:
        every: QuerySet[Any] = super().get_queryset()
        found = every.filter(deleted_at__isnull=True).select_related("account", "owner")
        status = self.request.query_params.get("status")
        return found.filter(status=status) if status else found


class ArchivedDealViewSet(DealViewSet):
    """The same of the other table."""

    serializer_class = ArchivedDealSerializer
    queryset = ArchivedDeal._default_manager.all()
