"""``/api/decisions``: approvals decided by a link in a mail. The link is all that proves who decides.

Both are POST, so that neither a program that opens links nor a log of addresses gets hold of a decision.
"""

from __future__ import annotations

from typing import Any, cast, get_args

from django.http import HttpResponse
from rest_framework.request import Request

from odos.accounts.principals import stranger
from odos.api.frame.bodies import json_response, read_json, require, take
from odos.api.frame.endpoint import Endpoint
from odos.kernel.clock import utc_now
from odos.kernel.problems import invalid
from odos.kernel.texts import text
from odos.records.context import Context
from odos.workflow.approvals import mailed


class _ByLink(Endpoint):
    public = True
    authentication_classes = ()

    def context_of_stranger(self) -> Context:
        """Nobody yet; the link says who."""
        return Context(
            workspace=self.workspace,
            schema=self.schema_version,
            actor=stranger(self.workspace, "mail"),
            now=utc_now(),
            address=self.address,
            agent=self.agent,
        )

    def link(self, body: dict[str, Any]) -> mailed.Link:
        """What the link in the body says."""
        return mailed.read_link(self.workspace, require(body, "token", str))


class DecisionOffered(_ByLink):
    """POST ``{token}``: what there is to decide; decides nothing."""

    reads = True

    def post(self, request: Request) -> HttpResponse:
        link = self.link(read_json(request))
        return json_response(mailed.look(context=self.context_of_stranger(), link=link))


class DecisionMade(_ByLink):
    """POST ``{token, decision, comment}``; the link serves once, so a repetition decides nothing."""

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        link, decision = self.link(body), require(body, "decision", str)
        if decision not in get_args(mailed.Decision):
            message = text("approve or reject", "应为 approve 或 reject")
            hint = text("Use the buttons of the page that the mail leads to", "请使用邮件链接页面上的按钮")
            raise invalid("bad_decision", message, "decision", hint=hint)
        context = self.context_of_stranger()
        mailed.decide(
            context=context,
            link=link,
            decision=cast(mailed.Decision, decision),
            comment=take(body, "comment", str, ""),
        )
        return json_response(mailed.look(context=context, link=link))
