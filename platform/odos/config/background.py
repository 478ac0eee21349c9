"""Background work, listeners, guards, actions, filter functions of the built-in packages; plugins add too."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any, Protocol

from django.conf import settings

from odos.audit import jobs as audit
from odos.automation import erasing as automation_traces
from odos.automation import scoring
from odos.automation.assignment import assigning, claiming, owners, recycling
from odos.automation.reminders import clearing
from odos.automation.reminders import jobs as reminders
from odos.automation.runs import jobs as runs
from odos.automation.runs import taking_back, triggers
from odos.dsl.library.index import functions
from odos.exchange import erasing as file_traces
from odos.exchange import exports
from odos.exchange import jobs as exchange
from odos.fields.registry import FIELD_KINDS
from odos.files import jobs as files
from odos.jobs import housekeeping
from odos.jobs.kinds import DRAINS, JOB_KINDS, PERIODICS
from odos.kernel.registry import Registry
from odos.meta import jobs as meta
from odos.notifications import erasing as talk_traces
from odos.notifications import jobs as notifications
from odos.notifications.channels import CHANNEL_KINDS
from odos.notifications.incoming.answers import ANSWERS
from odos.notifications.incoming.mail_handlers import MAIL_HANDLERS
from odos.notifications.kinds import BUILT_IN as BUILT_IN_NOTICES
from odos.notifications.kinds import NOTICE_KINDS
from odos.notifications.telling import OFFERS
from odos.notifications.titles import TITLES
from odos.personal import conditions, naming
from odos.plugins.loading import PLUGINS, ROUTES, load_plugins
from odos.records import jobs as records
from odos.records.access import confirmed_moves
from odos.records.action_kinds import ACTION_KINDS
from odos.records.checks.guards import GUARDS
from odos.records.computed.stamps import STAMPS
from odos.records.history.traces import TRACES
from odos.records.lists.filters import FILTER_FUNCTIONS, REWRITERS
from odos.records.writes import delivery
from odos.records.writes.consequences import CONSEQUENCES
from odos.records.writes.delivery import LISTENERS
from odos.workflow import actions as workflow_actions
from odos.workflow import erasing as workflow_traces
from odos.workflow import guard as workflow_guard
from odos.workflow import jobs as workflow
from odos.workflow.approvals import mailed, queries, replies
from odos.workflow.conversions.undoing import AFTERMATHS
from odos.workflow.stages import history as stage_history

BUILT_IN = (
    housekeeping, audit, files, records, delivery, notifications, workflow, meta, exchange, exports, scoring,
    reminders, clearing, runs, recycling,
)  # fmt: skip
BUILT_IN_LISTENERS = (delivery.BROWSERS, *triggers.LISTENERS)
ACTIONS = (*workflow_actions.ACTIONS, *claiming.ACTIONS)


class _Keyed(Protocol):
    @property
    def key(self) -> str:
        """The name in the registry."""


REGISTRIES: tuple[Registry[Any], ...] = (
    ACTION_KINDS, AFTERMATHS, ANSWERS, CHANNEL_KINDS, CONSEQUENCES, DRAINS, FIELD_KINDS, FILTER_FUNCTIONS,
    GUARDS, JOB_KINDS, LISTENERS, MAIL_HANDLERS, NOTICE_KINDS, OFFERS, PERIODICS, PLUGINS, REWRITERS, ROUTES,
    STAMPS, TITLES, TRACES, functions,
)  # fmt: skip


def register() -> None:
    """Once in each process: what is built in, then the plugins of the installation; then nothing more."""
    _register_built_in()
    load_plugins(settings.ODOS_PLUGINS_DIR)
    for registry in REGISTRIES:
        registry.close()


def _register_built_in() -> None:
    for package in BUILT_IN:
        _add(JOB_KINDS, getattr(package, "JOB_KINDS", ()))
        _add(DRAINS, getattr(package, "DRAINS", ()))
        _add(PERIODICS, getattr(package, "PERIODICS", ()))
    for function in (conditions.FUNCTION, conditions.MEMBERSHIP):
        FILTER_FUNCTIONS.register(function.name, function)
    REWRITERS.register(conditions.REWRITER.key, conditions.REWRITER)
    _add(NOTICE_KINDS, BUILT_IN_NOTICES)
    _add(CHANNEL_KINDS, notifications.CHANNEL_KINDS)
    _add(MAIL_HANDLERS, notifications.MAIL_HANDLERS)
    OFFERS.register("approval", mailed.offer)
    TITLES.register("approval", queries.titles_by_part)
    ANSWERS.register("approval", replies.answer)
    _add(LISTENERS, BUILT_IN_LISTENERS)
    _add(GUARDS, (*workflow_guard.GUARDS, *confirmed_moves.GUARDS, naming.GUARD))
    _add(ACTION_KINDS, ACTIONS)
    _add(STAMPS, (*stage_history.STAMPS, *owners.STAMPS))
    _add(CONSEQUENCES, chain(stage_history.CONSEQUENCES, assigning.CONSEQUENCES, owners.CONSEQUENCES))
    _add(CONSEQUENCES, triggers.CONSEQUENCES)
    _add(AFTERMATHS, taking_back.AFTERMATHS)
    for kept in (talk_traces, workflow_traces, automation_traces, file_traces):
        _add(TRACES, kept.TRACES)


def _add(registry: Registry[Any], things: Iterable[_Keyed]) -> None:
    for thing in things:
        registry.register(thing.key, thing)
