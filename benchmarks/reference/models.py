"""Fixed models: a deal of twenty fields with an account and an owner."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from benchmarks.documents import CATEGORIES, STATUSES

LIVE = Q(deleted_at__isnull=True)


class Account(models.Model):
    """Whom deals are made with."""

    name = models.CharField(max_length=255)


class Person(models.Model):
    """Who owns deals."""

    name = models.CharField(max_length=255)


class DealFields(models.Model):
    """The columns and indexes of both deal tables."""

    name = models.CharField(max_length=200)
    code = models.CharField(max_length=40, blank=True, null=True)
    status = models.CharField(max_length=20, choices=[(key, key) for key in STATUSES])
    category = models.CharField(max_length=20, choices=[(key, key) for key in CATEGORIES], null=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    priority = models.IntegerField(null=True, validators=[MinValueValidator(0), MaxValueValidator(1000)])
    quantity = models.IntegerField(null=True, validators=[MinValueValidator(0)])
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    discount = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    probability = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    starts_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    contacted_at = models.DateTimeField(null=True)
    is_active = models.BooleanField(null=True)
    email = models.EmailField(null=True)
    phone = models.CharField(max_length=50, null=True)
    website = models.URLField(null=True, max_length=2000)
    city = models.CharField(max_length=100, null=True)
    country = models.CharField(max_length=100, null=True)
    remark = models.CharField(max_length=500, null=True)
    owner = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                "status", F("created_at").desc(), F("id").desc(),
                condition=LIVE, name="%(class)s_created",
            ),
            models.Index(
                "status", F("closes_on").desc(nulls_last=True), F("id").desc(),
                condition=LIVE, name="%(class)s_closes",
            ),
        ]  # fmt: skip


class Deal(DealFields):
    """Deals."""


class ArchivedDeal(DealFields):
    """As many more."""
