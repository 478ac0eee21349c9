"""Physical names: made once from the key at birth plus a hash of the identity, never changed."""

from __future__ import annotations

import hashlib
import re
import uuid

MAX_IDENTIFIER = 63
_STEM = 48
_IDENTITY = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
_KEY = re.compile(r"^[a-z][a-z0-9_]{0,62}$")

# Words that mean something in the rule language, in SQL templates or in the wire form of a record.
RESERVED = frozenset(
    """
    and or not in is between contains starts ends matches blank null true false where order by
    user today now old changed is_new count sum avg min max first last any all none count_distinct
    id version created_at created_by updated_at updated_by deleted_at deletion_id
    filter view q sort fields limit cursor offset items next deleted
    """.split()  # noqa: SIM905  (a list of words reads as words)
)


def is_key(text: str) -> bool:
    """Whether ``text`` may be a key: a lower-case identifier of at most 63 characters."""
    return bool(_KEY.match(text))


def identity_hash(identity: str) -> str:
    """Eight hexadecimal digits of the identity."""
    return hashlib.sha256(identity.encode()).hexdigest()[:8]


def physical_name(prefix: str, birth_key: str, identity: str) -> str:
    """A name for a table or column, at most 57 bytes, so that six remain for a suffix."""
    return f"{prefix}{birth_key[: _STEM - len(prefix)]}_{identity_hash(identity)}"


def index_name(table: str, purpose: str) -> str:
    """An index or constraint name that starts with its table's name, at most 63 bytes."""
    digest = hashlib.sha256(f"{table}:{purpose}".encode()).hexdigest()[:8]
    return f"{table[:50]}_{digest}_ix"


def is_identity(text: str) -> bool:
    """Whether ``text`` is written like the identity of a component."""
    return bool(_IDENTITY.match(text))


def field_identity(entity_id: str, birth_key: str) -> str:
    """The identity of a field whose document names none: stable for the same entity and key."""
    return str(uuid.uuid5(uuid.UUID(entity_id), birth_key))
