"""``/api/reminders``: rules of one's own, what a rule would tell, what it told, putting reminders off."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json, read_moment, require, require_moment, take
from odos.api.frame.endpoint import Endpoint, respond
from odos.api.records import if_match
from odos.automation.models import PersonalRule
from odos.automation.reminders import digests, snoozing
from odos.automation.reminders.finding import find_rules
from odos.automation.reminders.history import list_occurrences, list_published
from odos.automation.reminders.personal_operations import change_rule, create_rule, delete_rule
from odos.automation.reminders.personal_rules import (
    get_rule,
    list_rules,
    personal_rule,
    read_rule_text,
    show_rule,
)
from odos.automation.reminders.previewing import preview
from odos.automation.reminders.upcoming import list_upcoming
from odos.database.session import transaction
from odos.kernel.problems import NotFound
from odos.kernel.texts import translate
from odos.personal.sharing import require_entity
from odos.records.context import Context

UNSAVED = "00000000-0000-0000-0000-000000000000"


class ReminderRules(Endpoint):
    """GET mine, POST a new one."""

    def get(self, request: Request) -> HttpResponse:
        found = list_rules(self.context())
        return json_response({"items": [rule.as_json(self.language) for rule in found]})

    def post(self, request: Request) -> HttpResponse:
        given = read_json(request)

        def work(context: Context) -> tuple[int, object]:
            return 201, _json(self, context, create_rule(context=context, given=given))

        return respond(self, work)


class ReminderRule(Endpoint):
    """GET, PATCH, DELETE one of mine."""

    def get(self, request: Request, rule_id: int) -> HttpResponse:
        context = self.context()
        return json_response(_json(self, context, _mine(context, rule_id)))

    def patch(self, request: Request, rule_id: int) -> HttpResponse:
        given, version = read_json(request), if_match(request)

        def work(context: Context) -> tuple[int, object]:
            changed = change_rule(context=context, rule_id=rule_id, given=given, if_version=version)
            return 200, _json(self, context, changed)

        return respond(self, work)

    def delete(self, request: Request, rule_id: int) -> HttpResponse:
        version = if_match(request)

        def work(context: Context) -> tuple[int, object]:
            delete_rule(context=context, rule_id=rule_id, if_version=version)
            return 200, {}

        return respond(self, work)


class ReminderRuleHistory(Endpoint):
    """GET what one of my rules told."""

    def get(self, request: Request, rule_id: int) -> HttpResponse:
        context = self.context()
        row = _mine(context, rule_id)
        return json_response(_history(self, context, str(row.rule_id)))


class ReminderPreview(Endpoint):
    """POST ``{entity, text, rule?}``: what the rule would tell of, now and in the next 30 days."""

    reads = True

    def post(self, request: Request) -> HttpResponse:
        body, context = read_json(request), self.context()
        entity = require_entity(context, require(body, "entity", str))
        checked = read_rule_text(context, entity, require(body, "text", str))
        named = take(body, "rule", str)
        rule = personal_rule(context, UNSAVED, "", checked, entity)
        rule = replace(rule, counts_by_owner=named is None or _is_personal(named))
        saved = _running(self, context, named)
        return json_response(preview(context=context, rule=rule, saved_as=saved))


class PublishedReminders(Endpoint):
    """GET the reminder rules of the application, and how they fare."""

    administrators = True

    def get(self, request: Request) -> HttpResponse:
        return json_response({"items": list_published(context=self.context())})


class PublishedReminderHistory(Endpoint):
    """GET what a rule of the application told; by key."""

    administrators = True

    def get(self, request: Request, key: str) -> HttpResponse:
        context = self.context()
        found = next((item for item in list_published(context=context) if item["key"] == key), None)
        if found is None:
            raise NotFound
        return json_response(_history(self, context, str(found["rule"])))


class Reminder(Endpoint):
    """GET how far a reminder that I was told may be put off."""

    def get(self, request: Request, reminder_id: int) -> HttpResponse:
        found = snoozing.allowance(context=self.context(), episode_id=reminder_id)
        return json_response({"id": str(reminder_id), "snooze": _allowance(found)})


class ReminderSnooze(Endpoint):
    """POST ``{until}``: put a reminder off."""

    def post(self, request: Request, reminder_id: int) -> HttpResponse:
        until = require_moment(read_json(request), "until")

        def work(context: Context) -> tuple[int, object]:
            found = snoozing.snooze(context=context, episode_id=reminder_id, until=until)
            return 200, {"id": str(reminder_id), "snooze": _allowance(found)}

        return respond(self, work)


class ReminderCalendar(Endpoint):
    """GET my reminders between two moments, those that were and those that come."""

    def get(self, request: Request) -> HttpResponse:
        asked = request.GET
        since, until = (read_moment(str(asked.get(key, "")), key) for key in ("since", "until"))
        items = list_upcoming(context=self.context(), since=since, until=until)
        return json_response({"items": items})


class ReminderDigest(Endpoint):
    """GET the records of a digest that I was told."""

    def get(self, request: Request, digest_id: int) -> HttpResponse:
        context = self.context()
        entries = digests.list_entries(context=context, digest_id=digest_id)
        with transaction(context.workspace):
            rules = find_rules(context, {entry.rule for entry, _ in entries})
        items = [
            {
                "reminder": str(entry.episode),
                "rule": translate(rules[entry.rule].title, self.language) if entry.rule in rules else None,
                "entity": context.schema.by_id[entry.entity].key,
                "record": {"id": str(entry.record), "label": label},
                "due_at": entry.due_at,
                "escalated": entry.escalated,
            }
            for entry, label in entries
        ]
        return json_response({"id": str(digest_id), "items": items})


def _json(endpoint: Endpoint, context: Context, row: PersonalRule) -> dict[str, Any]:
    return show_rule(context, row).as_json(endpoint.language)


def _mine(context: Context, rule_id: int) -> PersonalRule:
    with transaction(context.workspace):
        return get_rule(context, rule_id)


def _running(endpoint: Endpoint, context: Context, rule: str | None) -> str | None:
    """The identity of a rule that runs already: one of mine by id, for administrators any by key."""
    if rule is None:
        return None
    if _is_personal(rule):
        return str(_mine(context, int(rule)).rule_id)
    items = list_published(context=context) if endpoint.may_administer else []
    found = next((item for item in items if item["key"] == rule), None)
    return str(found["rule"]) if found else None


def _is_personal(rule: str) -> bool:
    """Rules of people are named by number, those of the application by key."""
    return rule.isascii() and rule.isdigit()


def _history(endpoint: Endpoint, context: Context, rule: str) -> dict[str, Any]:
    after, limit = (endpoint.request.GET.get(name, "") for name in ("cursor", "limit"))
    return list_occurrences(
        context=context,
        rule_id=rule,
        after=int(after) if after.isascii() and after.isdigit() else None,
        limit=int(limit) if limit.isascii() and limit.isdigit() and limit != "0" else 50,
    )


def _allowance(found: snoozing.Allowance | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"latest": found.latest, "left": found.left, "until": found.until}
