"""Tables of people and credentials.

``user_account`` and ``unit`` carry the system columns of every entity, so that the generic records
engine reads and writes them; columns that administrators add are simply not named here. A field may be
blank unless its document requires it, so most columns accept NULL; blank rights are no rights.
Reference columns are named like the field that they hold.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Now

PLAIN = "C"  # texts compare by code point
UNUSABLE_PASSWORD = "!"  # noqa: S105  (no hash looks like this: nobody signs in)


def _text(**options: Any) -> Any:
    """Lengths are checked by the fields of the entity."""
    return models.TextField(db_collation=PLAIN, **options)


class SystemColumns(models.Model):
    """What every entity's table has; see decision 13."""

    id = models.BigAutoField(primary_key=True)
    version = models.IntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.BigIntegerField(null=True)
    updated_at = models.DateTimeField(db_default=Now())
    updated_by = models.BigIntegerField(null=True)
    deleted_at = models.DateTimeField(null=True)
    deletion_id = models.BigIntegerField(null=True)

    class Meta:
        abstract = True


class UnitKind(models.TextChoices):
    """Levels of the organisation, widest first."""

    COMPANY = "company"
    BRANCH = "branch"
    DEPARTMENT = "department"
    TEAM = "team"


class Unit(SystemColumns):
    """A node of the organisation tree."""

    name = _text()
    code = _text(null=True)
    kind = _text(null=True, choices=UnitKind.choices, default=UnitKind.DEPARTMENT)
    parent = models.ForeignKey("self", null=True, on_delete=models.DO_NOTHING, db_column="parent")
    head = models.BigIntegerField(null=True)  # the user who leads it
    calendar = models.BigIntegerField(null=True)  # when people work; blank: as in the unit above
    time_zone = _text(null=True)  # blank: as in the unit above

    class Meta:
        db_table = "unit"
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(deleted_at__isnull=True), name="unit_code_unique"
            ),
        ]
        indexes = [models.Index(fields=["parent"], name="unit_parent")]

    def __str__(self) -> str:
        return str(self.name)


class User(AbstractBaseUser, SystemColumns):
    """Somebody who can sign in; the password is an Argon2 hash and no field of the entity."""

    username = _text()
    name = _text()
    email = _text(null=True)
    phone = _text(null=True)
    locale = _text(null=True)
    time_zone = _text(null=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.DO_NOTHING, db_column="unit")
    manager = models.ForeignKey("self", null=True, on_delete=models.DO_NOTHING, db_column="manager")
    roles = ArrayField(_text(), null=True)
    is_admin = models.BooleanField(null=True, default=False, db_default=False)
    is_active = models.BooleanField(null=True, default=True, db_default=True)  # type: ignore[assignment]
    is_service = models.BooleanField(null=True, default=False, db_default=False)
    password = _text(default=UNUSABLE_PASSWORD, db_default=UNUSABLE_PASSWORD)
    last_login = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)  # when it was closed last; the database notes it

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []

    class Meta:
        db_table = "user_account"
        constraints = [
            models.UniqueConstraint(
                Func("username", template="lower(%(expressions)s COLLATE odos_case)"),
                condition=Q(deleted_at__isnull=True),
                name="user_account_username_unique",
            ),
        ]
        indexes = [
            models.Index(fields=["manager"], name="user_account_manager"),
            models.Index(fields=["unit"], name="user_account_unit"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Position(SystemColumns):
    """A post in the organisation, such as head of sales; whoever holds it has its roles."""

    name = _text()
    code = _text(null=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.DO_NOTHING, db_column="unit", db_index=False)
    roles = ArrayField(_text(), null=True)

    class Meta:
        db_table = "position_held"
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(deleted_at__isnull=True), name="position_held_code_unique"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Assignment(SystemColumns):
    """A further unit that a user works in, a position held there, or both: a line of the user's record."""

    user = models.ForeignKey(User, on_delete=models.DO_NOTHING, db_column="user", db_index=False)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.DO_NOTHING, db_column="unit", db_index=False)
    held_position = models.ForeignKey(
        Position, null=True, on_delete=models.DO_NOTHING, db_column="held_position", db_index=False
    )
    position = models.FloatField(null=True)  # its place among the lines

    class Meta:
        db_table = "assignment"
        indexes = [
            models.Index(fields=["user"], name="assignment_user"),
            models.Index(fields=["unit"], name="assignment_unit"),
            models.Index(fields=["held_position"], name="assignment_position"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.unit_id} {self.held_position_id}"


class TokenKind(models.TextChoices):
    """A bearer token stands in a header, a session in a cookie, an invitation in an address that opens
    nothing but a new password; none is accepted in another's place."""

    BEARER = "bearer"
    SESSION = "session"
    INVITATION = "invitation"


class Token(models.Model):
    """What proves who is asking; only its digest is kept, so that a stolen table opens nothing."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, db_column="user_id", db_index=False)
    kind = _text(choices=TokenKind.choices)
    digest = models.BinaryField(max_length=32, unique=True)
    label = _text(default="")
    scopes = ArrayField(_text(), null=True)  # what it may be used for; NULL: everything that the user may
    address = _text(null=True)  # where it was made
    created_by = models.BigIntegerField(null=True)  # who made it, where that was somebody else
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "access_token"
        indexes = [
            models.Index(fields=["user"], name="access_token_user"),
            models.Index(fields=["expires_at"], name="access_token_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.label}"


class SecondFactor(models.Model):
    """A device that shows codes; in force once confirmed. Secrets are encrypted, recovery codes digests."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, db_column="user_id")
    secret = models.BinaryField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)
    recovery = ArrayField(models.BinaryField(), default=list)

    class Meta:
        db_table = "second_factor"

    def __str__(self) -> str:
        return f"second factor of {self.pk}"


class UsedPassword(models.Model):
    """Hashes of former passwords, so that they are not chosen again."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, db_column="user_id")
    hash = _text()
    at = models.DateTimeField()

    class Meta:
        db_table = "used_password"

    def __str__(self) -> str:
        return f"password of {self.user_id} until {self.at}"


class ExternalIdentity(models.Model):
    """A user as an identity provider knows them."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, db_column="user_id")
    issuer = _text()
    subject = _text()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "external_identity"
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="external_identity_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} at {self.issuer}"
