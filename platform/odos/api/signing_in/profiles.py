"""What users are told about themselves, and what they may change of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from odos.access.compile import may_administer
from odos.access.roles import is_external
from odos.accounts.principals import Principal
from odos.accounts.queries import forget_answers
from odos.api.frame.scopes import ENROL, may_write
from odos.database.session import fetch_one
from odos.records.context import Context
from odos.records.writes.operations import update_record
from odos.schema.model import Schema
from odos.schema.system import USER_ENTITY

_OWN = "SELECT u.email, n.name FROM user_account u LEFT JOIN unit n ON n.id = u.unit WHERE u.id = %s"


def profile_json(principal: Principal, schema: Schema, *, looks: bool = False) -> dict[str, Any]:
    """The answer of ``GET /auth/me``. ``looks``: somebody else sees with these eyes, and reads."""
    is_admin = may_administer(schema=schema, principal=principal)
    email, unit_name = fetch_one(principal.workspace, _OWN, [principal.user_id]) or (None, None)
    return {
        "id": str(principal.user_id),
        "username": principal.username,
        "name": principal.name,
        "email": email,
        "is_admin": is_admin,
        "roles": list(principal.roles),
        "unit": {"id": str(principal.unit_id), "label": unit_name} if principal.unit_id else None,
        "locale": principal.locale,
        "time_zone": principal.time_zone,
        "can": {
            "studio": is_admin,
            "staff": not is_external(schema, principal.roles),
            "write": not looks and may_write(principal),
        },
        "must_enrol": principal.scopes is not None and ENROL in principal.scopes,
    }


def update_profile(*, context: Context, changes: Mapping[str, Any]) -> None:
    """Change one's own record, which roles need not allow; it is audited like any other change."""
    user_id = context.actor.user_id
    if user_id is None or not changes:
        return
    elevated = replace(context, actor=replace(context.actor, is_admin=True))
    entity = context.schema.by_id[USER_ENTITY]
    update_record(context=elevated, entity=entity.key, record_id=user_id, values=changes)
    forget_answers()
