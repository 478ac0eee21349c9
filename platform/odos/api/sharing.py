"""``/api/records/…/{id}/shares``, ``/team``, ``/access``: who was let in on a record, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from odos.access.queries import MemberEntry, ShareEntry
from odos.api.frame.bodies import flag, json_response, read_json, take, take_moment
from odos.api.frame.endpoint import Endpoint, respond
from odos.api.frame.record_addresses import record_id_of
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text, translate
from odos.records.access.reasons import explain_access, explanation_json
from odos.records.access.sharing import (
    add_to_team,
    remove_from_team,
    share_record,
    shares_of,
    team_of,
    unshare_record,
)
from odos.records.access.viewers import list_viewers
from odos.schema.model import Schema


class RecordShares(Endpoint):
    """GET the shares of a record, POST one."""

    def get(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        found = self.entity(entity)
        number = record_id_of(found, record_id)
        shares = shares_of(context=self.context(), entity=found, record_id=number)
        return json_response(_shares(self.schema_version, shares, self.language))

    def post(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        number, body = record_id_of(self.entity(entity), record_id), read_json(request)
        asked: dict[str, Any] = {
            "kind": take(body, "kind", str, ""),
            "identity": body.get("id"),
            "edits": flag(body, "edit"),
            "until": take_moment(body, "until"),
            "reason": take(body, "reason", str, ""),
        }

        def work(context: Any) -> tuple[int, object]:
            shares = share_record(context=context, entity=entity, record_id=number, **asked)
            return 201, _shares(self.schema_version, shares, self.language)

        return respond(self, work)


class RecordShare(Endpoint):
    """DELETE a share."""

    def delete(self, request: Request, entity: str, record_id: str, share_id: int) -> HttpResponse:
        number = record_id_of(self.entity(entity), record_id)

        def work(context: Any) -> tuple[int, object]:
            shares = unshare_record(context=context, entity=entity, record_id=number, share_id=share_id)
            return 200, _shares(self.schema_version, shares, self.language)

        return respond(self, work)


class RecordTeam(Endpoint):
    """GET the team of a record, POST a member."""

    def get(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        found = self.entity(entity)
        number = record_id_of(found, record_id)
        return json_response(_team(team_of(context=self.context(), entity=found, record_id=number)))

    def post(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        number, body = record_id_of(self.entity(entity), record_id), read_json(request)
        user, role = body.get("user"), take(body, "role", str, "")

        def work(context: Any) -> tuple[int, object]:
            team = add_to_team(context=context, entity=entity, record_id=number, user=user, role=role)
            return 201, _team(team)

        return respond(self, work)


class RecordTeamMember(Endpoint):
    """DELETE a member of the team."""

    def delete(self, request: Request, entity: str, record_id: str, member_id: int) -> HttpResponse:
        number = record_id_of(self.entity(entity), record_id)

        def work(context: Any) -> tuple[int, object]:
            team = remove_from_team(context=context, entity=entity, record_id=number, member_id=member_id)
            return 200, _team(team)

        return respond(self, work)


class RecordViewers(Endpoint):
    """GET everybody who can see a record, a page of people at a time."""

    def get(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        found = self.entity(entity)
        viewers, following = list_viewers(
            context=self.context(),
            entity=found,
            record_id=record_id_of(found, record_id),
            after=_user_id(request.GET.get("cursor") or "0"),
        )
        items = [viewer.as_json() for viewer in viewers]
        return json_response({"items": items, "next": None if following is None else str(following)})


class RecordAccess(Endpoint):
    """GET why a user may or may not do what with a record."""

    def get(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        found, context = self.entity(entity), self.context()
        user = request.GET.get("user")
        answer = explain_access(
            context=context,
            entity=found,
            record_id=record_id_of(found, record_id),
            user_id=None if user is None else _user_id(user),
        )
        return json_response(explanation_json(context.schema, found, answer, self.language))


def _shares(schema: Schema, shares: Iterable[ShareEntry], language: str) -> dict[str, Any]:
    return {"items": [_share(schema, item, language) for item in shares]}


def _share(schema: Schema, item: ShareEntry, language: str) -> dict[str, Any]:
    role = schema.roles.get(item.identity) if item.kind == "role" else None
    label = translate(role.get("label") or {"en": item.identity}, language) if role else item.label
    by = {"id": str(item.created_by), "label": item.created_by_label} if item.created_by else None
    return {
        "id": str(item.id),
        "kind": item.kind,
        "to": {"id": item.identity, "label": label or item.identity},
        "edit": item.edits,
        "until": item.until.isoformat() if item.until else None,
        "reason": item.reason,
        "created_at": item.created_at.isoformat(),
        "created_by": by,
    }


def _team(members: Iterable[MemberEntry]) -> dict[str, Any]:
    return {
        "items": [
            {
                "id": str(item.id),
                "user": {"id": str(item.user_id), "label": item.label},
                "role": item.role,
                "since": item.created_at.isoformat(),
            }
            for item in members
        ]
    }


def _user_id(value: str) -> int:
    if value.isascii() and value.isdigit() and len(value) < 19:
        return int(value)
    raise Invalid(None, [Issue("bad_id", text("A user is named by their id", "请提供用户编号"), ("user",))])
