"""What a pipeline looks like: the stages of a record type in order, and which may follow which.

Read from a metadata document. Stages are options of a field; several pipelines may stand over the same field,
then the first whose condition holds governs a record. No database and no rules are evaluated here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from odos.kernel.texts import Text, translate
from odos.schema.model import Entity, Labels

Kind = Literal["open", "won", "lost", "closed"]
Moves = Literal["any", "forward", "step"]
_NO_ORDER = 1_000.0


@dataclass(frozen=True)
class Requirement:
    """A rule that must hold, and what is said where it does not."""

    rule: str
    message: Text | None


@dataclass(frozen=True)
class Stage:
    """One stage. ``following`` None: any that the pipeline allows. ``by_hand`` False: people do not set it;
    approvals, conversions and rules do."""

    key: str
    label: Labels
    help: Labels
    kind: Kind
    confidence: Decimal | None
    entry: tuple[Requirement, ...]
    exit: tuple[Requirement, ...]
    required: tuple[str, ...]
    roles: frozenset[str]
    following: frozenset[str] | None
    by_hand: bool

    @property
    def is_open(self) -> bool:
        """Whether work goes on."""
        return self.kind == "open"


@dataclass(frozen=True)
class Pipeline:
    """``field`` holds the stage, ``since`` when it was entered, ``confidence`` how likely that makes it."""

    id: str
    key: str
    label: Labels
    field: str
    since: str | None
    confidence: str | None
    when: str | None
    moves: Moves
    stages: Mapping[str, Stage]  # in their order

    def may_follow(self, before: str | None, after: str) -> bool:
        """Whether a record may go from one stage to another; into any from none or an unknown one."""
        first = self.stages.get(before or "")
        if first is None or before == after:
            return True
        if first.following is not None:
            return after in first.following
        return _MOVES[self.moves](self, first, self.stages[after])

    def position(self, key: str) -> int:
        """Where a stage stands."""
        return list(self.stages).index(key)


def _forward(pipeline: Pipeline, first: Stage, then: Stage) -> bool:
    return first.is_open and pipeline.position(then.key) > pipeline.position(first.key)


def _step(pipeline: Pipeline, first: Stage, then: Stage) -> bool:
    """One stage on or back; from an open one also to where it ends."""
    if first.is_open and not then.is_open:
        return then.kind != "won" or _open_ones(pipeline)[-1:] == [first.key]
    opened = _open_ones(pipeline)
    if first.key not in opened or then.key not in opened:
        return False
    return abs(opened.index(then.key) - opened.index(first.key)) == 1


def _open_ones(pipeline: Pipeline) -> list[str]:
    return [stage.key for stage in pipeline.stages.values() if stage.is_open]


_MOVES = {"any": lambda _pipeline, _first, _then: True, "forward": _forward, "step": _step}


def active_pipelines(entity: Entity) -> Iterator[Pipeline]:
    """Those that govern records, in their order."""
    return (read_pipeline(entity, item) for item in entity.pipelines if item.get("active", True))


def read_pipeline(entity: Entity, document: Mapping[str, Any]) -> Pipeline:
    """A pipeline from a document that is in form; labels of stages are those of their options."""
    field = entity.find_field(document["field"])
    options = field.options.get("options", {}) if field else {}
    return Pipeline(
        id=document["id"],
        key=document["key"],
        label=document.get("label") or {"en": document["key"]},
        field=document["field"],
        since=document.get("since"),
        confidence=document.get("confidence"),
        when=document.get("when") or None,
        moves=document.get("moves", "any"),
        stages={key: _stage(key, item, options.get(key) or {}) for key, item in ordered(document["stages"])},
    )


def read_requirements(items: Mapping[str, Any]) -> tuple[Requirement, ...]:
    """Requirements in their order."""
    return tuple(Requirement(item["require"], _message(item)) for _key, item in ordered(items))


def ordered(items: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """A keyed map of a document as its author ordered it."""
    return sorted(items.items(), key=lambda item: (item[1].get("order", _NO_ORDER), item[0]))


def _stage(key: str, item: Mapping[str, Any], option: Mapping[str, Any]) -> Stage:
    following = item.get("next")
    confidence = item.get("confidence")
    return Stage(
        key=key,
        label=item.get("label") or option.get("label") or {"en": key},
        help=item.get("help") or {},
        kind=item.get("kind", "open"),
        confidence=None if confidence is None else Decimal(str(confidence)),
        entry=read_requirements(item.get("entry") or {}),
        exit=read_requirements(item.get("exit") or {}),
        required=tuple(name for name, _ in ordered(item.get("required") or {})),
        roles=frozenset(item.get("roles") or ()),
        following=None if following is None else frozenset(following),
        by_hand=item.get("by_hand", True),
    )


def _message(item: Mapping[str, Any]) -> Text | None:
    labels = item.get("message")
    return Text(translate(labels, "en"), translate(labels, "zh-hans")) if labels else None
