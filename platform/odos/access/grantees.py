"""Whom a share names: a user, a unit with all below it, or a role; one text, so that one index finds it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

GranteeKind = Literal["user", "unit", "role"]
KINDS: tuple[GranteeKind, ...] = ("user", "unit", "role")


def grantee(kind: GranteeKind, identity: object) -> str:
    """``user:7``, ``unit:3``, ``role:sales_rep``."""
    return f"{kind}:{identity}"


def read_grantee(value: str) -> tuple[GranteeKind, str]:
    """The kind and the id (a role: its key)."""
    kind, _, identity = value.partition(":")
    return next(known for known in KINDS if known == kind), identity


def grantees(kind: GranteeKind, identities: Iterable[object]) -> list[str]:
    """`grantee` for many."""
    return [grantee(kind, identity) for identity in identities]
