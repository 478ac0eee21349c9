"""Who opens a stream of live events, and which of them may reach whom.

Sessions and tokens are the same as everywhere else. What a visitor may see is found out when the stream
opens, again with each new schema version and every minute, so that passing events on asks nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from odos.access.compile import compile_access, may_administer
from odos.access.roles import is_external
from odos.accounts import queries
from odos.accounts.principals import Principal
from odos.api.frame.scopes import READ
from odos.kernel.clock import utc_now
from odos.kernel.workspaces import Workspace
from odos.schema.model import Schema
from odos.storage.active import active_schema, refresh


@dataclass(frozen=True)
class Visitor:
    """Somebody at the other end of a stream; ``entities`` are the keys of those they may see."""

    principal: Principal
    entities: frozenset[str] = frozenset()
    administers: bool = False
    is_external: bool = False

    def may_hear(self, event: str, data: Mapping[str, Any]) -> bool:
        """Whether an event is for this visitor; one that is not known here is for nobody."""
        allows = _AUDIENCES.get(event)
        return allows is not None and allows(self, data)

    def told(self, event: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """What of an event reaches this visitor: nothing of the others whom it is for."""
        return {} if event in _PRIVATE else data


Allows = Callable[[Visitor, Mapping[str, Any]], bool]


def find_visitor(session: str | None, authorization: str | None, version: int) -> Visitor | None:
    """The visitor of a bearer token or a session cookie, as of schema ``version`` or a later one."""
    principal = _find_principal(session, authorization)
    if principal is None or not _may_read(principal):
        return None
    return _visitor(principal, _schema(principal.workspace, version))


def _may_read(principal: Principal) -> bool:
    """A token made for something else, or a session before its second factor, hears nothing."""
    return principal.scopes is None or READ in principal.scopes


def _find_principal(session: str | None, authorization: str | None) -> Principal | None:
    workspace = Workspace(settings.ODOS_WORKSPACE)
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return queries.find_principal_by_token(workspace=workspace, token=token.strip(), now=utc_now())
    if session:
        return queries.find_principal_by_session(workspace=workspace, session_key=session, now=utc_now())
    return None


def _schema(workspace: Workspace, version: int) -> Schema:
    schema = active_schema(workspace)
    return schema if schema.version >= version else refresh(workspace)


def _visitor(principal: Principal, schema: Schema) -> Visitor:
    seen = (
        entity.key
        for entity in schema.entities.values()
        if not compile_access(schema=schema, principal=principal, entity=entity, action="see").impossible
    )
    administers = may_administer(schema=schema, principal=principal)
    external = is_external(schema, principal.roles)  # they see single records; an event would tell of others
    return Visitor(principal, frozenset() if external else frozenset(seen), administers, external)


def _everybody(_visitor: Visitor, _data: Mapping[str, Any]) -> bool:
    return True


def _sees_entity(visitor: Visitor, data: Mapping[str, Any]) -> bool:
    return data.get("entity") in visitor.entities


def _started_it(visitor: Visitor, data: Mapping[str, Any]) -> bool:
    own = visitor.principal.user_id is not None and data.get("created_by") == str(visitor.principal.user_id)
    return own or visitor.administers


def _is_told(visitor: Visitor, data: Mapping[str, Any]) -> bool:
    return visitor.principal.user_id is not None and visitor.principal.user_id in data.get("users", ())


def _works_here(visitor: Visitor, _data: Mapping[str, Any]) -> bool:
    """It tells that approvals changed and nothing else; each screen asks for what its reader may see."""
    return not visitor.is_external


_AUDIENCES: Mapping[str, Allows] = {
    "schema": _everybody,
    "record": _sees_entity,
    "job": _started_it,
    "notification": _is_told,
    "approval": _works_here,
}
_PRIVATE = frozenset({"notification"})  # they list everybody whom they are for
