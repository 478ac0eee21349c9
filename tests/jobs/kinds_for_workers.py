"""A job kind for workers in processes of their own; they load this module by name."""

from __future__ import annotations

import time
from contextlib import ExitStack

from odos.jobs.context import JobContext
from odos.jobs.kinds import JOB_KINDS, JobKind

KEY = "tests.count"


def count(context: JobContext) -> dict[str, object]:
    """Count to ``args["to"]``, saving each step; ``result`` tells where this try began."""
    began = at = int(context.saved.get("at", 0))
    while at < context.args["to"]:
        at += 1
        context.save({"at": at}, done=at, total=context.args["to"])
        time.sleep(context.args.get("pause", 0))
        context.check_cancelled()
    return {"began": began, "counted": at}


COUNT = JobKind(key=KEY, run=count, label={"en": "Count", "zh-hans": "计数"})

if KEY not in JOB_KINDS:
    _KNOWN = ExitStack()
    _KNOWN.enter_context(JOB_KINDS.temporarily(KEY, COUNT))  # for as long as the process lives
