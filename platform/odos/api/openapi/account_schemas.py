"""JSON Schemas of signing in, of sessions and tokens, and of the trail."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi.fields import JsonSchema, reference_to
from odos.api.openapi.shapes import (
    ANYTHING,
    CHANGED,
    FLAG,
    MOMENT,
    NEXT,
    SECRET,
    TEXT,
    TEXT_OR_NULL,
    WHOLE,
    WHOLE_OR_NULL,
    closed,
    items_of,
    listed,
    open_object,
)

_TRACE = open_object({"key": TEXT, "label": TEXT, "count": WHOLE}, "key", "label", "count")
_SCOPES = listed({"enum": ["read", "write", "administer"]})

ACCOUNT_SCHEMAS: Mapping[str, JsonSchema] = {
    "CsrfToken": open_object({"csrf_token": TEXT}, "csrf_token"),
    "Token": open_object(
        {"token": TEXT, "expires_at": MOMENT, "user": reference_to("User")}, "token", "expires_at", "user"
    ),
    "User": open_object(
        {
            "id": TEXT,
            "username": TEXT,
            "name": TEXT,
            "email": TEXT_OR_NULL,
            "is_admin": FLAG,
            "roles": listed(TEXT),
            "unit": {"anyOf": [reference_to("Label"), {"type": "null"}]},
            "locale": TEXT,
            "time_zone": TEXT,
            "can": open_object({"studio": FLAG, "staff": FLAG, "write": FLAG}),
            "must_enrol": {**FLAG, "description": "Only a second factor can be set up now."},
        },
        "id", "username", "name", "roles", "locale", "time_zone",
    ),
    "Profile": closed({"name": TEXT, "locale": {"enum": ["en", "zh-hans"]}, "time_zone": TEXT}),
    "PasswordChange": closed({"current": SECRET, "new": SECRET}, "current", "new"),
    "Invitation": open_object({"token": SECRET, "expires_at": MOMENT}, "token", "expires_at"),
    "InvitationSent": closed({"token": SECRET, "new": SECRET}, "token"),
    "Invited": open_object({"username": TEXT, "name": TEXT}, "username", "name"),
    "PasswordSent": closed({"new": SECRET}, "new"),
    "Past": open_object(
        {
            "at": {**MOMENT, "description": "Of the last change until then."},
            "version": WHOLE_OR_NULL,
            "actor": {"anyOf": [reference_to("Label"), {"type": "null"}]},
            "deleted": FLAG,
            "values": ANYTHING,
            "changed": {**listed(TEXT), "description": "Fields that differ from now."},
        },
        "at", "values", "changed",
    ),
    "Trail": open_object(
        {
            "items": listed(
                open_object(
                    {
                        "id": TEXT,
                        "at": MOMENT,
                        "actor": {"anyOf": [reference_to("Label"), {"type": "null"}]},
                        "actor_label": TEXT,
                        "action": TEXT,
                        "source": TEXT,
                        "address": TEXT_OR_NULL,
                        "agent": TEXT_OR_NULL,
                        "reason": TEXT_OR_NULL,
                        "entity": TEXT_OR_NULL,
                        "record": TEXT_OR_NULL,
                        "version": WHOLE_OR_NULL,
                        "changes": listed(CHANGED),
                    },
                    "id", "at", "action", "changes",
                )
            ),
            **NEXT,
        },
        "items", "next",
    ),
    "Sessions": items_of(
        open_object(
            {
                "id": TEXT,
                "kind": {"enum": ["session", "bearer", "invitation"]},
                "label": TEXT,
                "scopes": {"anyOf": [listed(TEXT), {"type": "null"}]},
                "address": TEXT_OR_NULL,
                "created_at": MOMENT,
                "last_used_at": {"type": ["string", "null"], "format": "date-time"},
                "expires_at": MOMENT,
                "current": FLAG,
            },
            "id", "kind", "created_at", "expires_at", "current",
        )
    ),
    "TokenWanted": closed(
        {
            "label": {**TEXT, "maxLength": 100},
            "scopes": _SCOPES,
            "days": {**WHOLE, "minimum": 1, "default": 90},
        },
        "label", "scopes",
    ),
    "TokenMade": open_object({"id": TEXT, "token": TEXT, "expires_at": MOMENT}, "id", "token", "expires_at"),
    "PersonalData": open_object(
        {
            "entity": TEXT,
            "record": reference_to("Record"),
            "personal_fields": listed(TEXT),
            "referring": listed(ANYTHING),
            "history": listed(ANYTHING),
        },
        "entity", "record",
    ),
    "Reason": closed({"reason": {**TEXT, "maxLength": 500}}, "reason"),
    "Erased": open_object({"entries": WHOLE, "traces": listed(_TRACE)}, "entries", "traces"),
    "ErasurePlan": open_object(
        {"fields": listed(TEXT), "traces": listed(_TRACE), "referring": listed(ANYTHING)},
        "fields", "traces", "referring",
    ),
    "SharedLink": open_object({"url": TEXT, "expires_at": MOMENT}, "url", "expires_at"),
    "SharedLinkWanted": closed({"minutes": {**WHOLE, "minimum": 1, "maximum": 10080, "default": 60}}),
    "SignInMethods": open_object(
        {"providers": listed(open_object({"key": TEXT, "label": TEXT}, "key", "label"))}, "providers"
    ),
    "PasswordRules": open_object(
        {"shortest": WHOLE, "longest": WHOLE, "refuse_common": FLAG, "history": WHOLE}, "shortest", "longest"
    ),
    "SecondFactor": open_object({"enabled": FLAG, "recovery_left": WHOLE, "required": FLAG}, "enabled"),
    "SecondFactorSetup": open_object(
        {"secret": TEXT, "uri": TEXT, "picture": {**TEXT, "description": "A QR code as SVG."}},
        "secret", "uri", "picture",
    ),
    "RecoveryCodes": open_object({"recovery_codes": listed(TEXT)}, "recovery_codes"),
    "CurrentPassword": closed({"current": SECRET}, "current"),
    "Code": closed({"code": TEXT}, "code"),
}  # fmt: skip
