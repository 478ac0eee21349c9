"""What an approval looks like: a sequence of nodes, some of which hold sequences of their own.

A definition is read from a metadata document whose lists are keyed maps with an order, so that two people's
additions merge. A node is addressed by its path: ``manager``, or ``by_size/large/director`` inside a branch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, Literal

Mode = Literal["any", "all", "quorum", "in_turn"]
ApproverKind = Literal["user", "role", "position", "field", "manager", "head", "submitter"]
Empty = Literal["pass", "reject", "administrators"]
Self = Literal["keep", "pass", "manager"]
Duplicate = Literal["ask", "pass_after", "pass_ever"]
Departed = Literal["superior", "pass", "administrators"]
Late = Literal["remind", "escalate", "pass", "reject"]
FieldAccess = Literal["hidden", "read", "edit", "required"]
Lock = Literal["record", "fields", "none"]

START = "start"  # the submitter, as a place to return to
ROUTE = "steps"  # the result of a decision table that names branches, unless another is named
_NO_ORDER = 1_000.0


@dataclass(frozen=True)
class Approver:
    """Where approvers come from. ``name`` is a user name, a role, a position or a path to a user, by kind.

    A role or position may be asked ``near`` a unit: those who hold it there, or nearest above. ``levels`` is
    how far a chain of managers or of heads of units goes up: 2 asks the manager and the manager's manager;
    ``until`` ends the chain early at whoever satisfies the condition. Units and chains start at the
    submitter, or where the path ``of`` leads: to a unit, for managers to a person.
    """

    kind: ApproverKind
    name: str = ""
    of: str = ""
    near: bool = False
    levels: int = 1
    until: str | None = None


@dataclass(frozen=True)
class Deadline:
    """How long a step may take, in words of the rule language (``2 working days``), and what then."""

    after: str
    then: Late


@dataclass(frozen=True)
class Node:
    """What all nodes have. A node whose condition does not hold is passed over."""

    path: str
    label: Mapping[str, str]
    when: str | None

    @property
    def key(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class Step(Node):
    """People decide. ``need`` and ``veto`` serve the mode ``quorum``: so many approvals, or so many percent;
    the rejection of somebody with a veto role is final. ``departed`` says who is asked for somebody who left:
    whom they reported to, nobody, or administrators."""

    mode: Mode = "any"
    approvers: tuple[Approver, ...] = ()
    need: int = 1
    need_percent: int | None = None
    veto: tuple[str, ...] = ()
    empty: Empty = "administrators"
    own: Self = "keep"
    duplicate: Duplicate = "ask"
    departed: Departed = "superior"
    deadlines: tuple[Deadline, ...] = ()
    fields: Mapping[str, FieldAccess] = field(default_factory=dict)


@dataclass(frozen=True)
class Copy(Node):
    """People are told; nothing waits for them."""

    approvers: tuple[Approver, ...] = ()


@dataclass(frozen=True)
class Branch:
    """One way on. Without a condition it is always open."""

    path: str
    label: Mapping[str, str]
    when: str | None
    nodes: tuple[Node, ...]

    @property
    def key(self) -> str:
        """The last part of the path, by which a decision table names it."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class Fork(Node):
    """``first`` takes the first branch whose condition holds, ``all`` every one of them side by side,
    ``table`` one after the other those that a decision table names: ``decide`` is its name, ``result`` its
    column that lists keys of branches."""

    take: Literal["first", "all", "table"] = "first"
    branches: tuple[Branch, ...] = ()
    decide: str = ""
    result: str = ROUTE

    @property
    def sequences(self) -> tuple[tuple[Node, ...], ...]:
        """What is gone through by itself: each branch, or all of them in one row."""
        inside = tuple(branch.nodes for branch in self.branches)
        return (tuple(chain.from_iterable(inside)),) if self.take == "table" else inside


@dataclass(frozen=True)
class Definition:
    """One version of an approval. A running case keeps the one it was started with."""

    key: str
    nodes: tuple[Node, ...]
    lock: Lock = "record"
    locked_fields: tuple[str, ...] = ()
    recall: Literal["any_time", "before_decision", "never"] = "any_time"

    @cached_property
    def by_path(self) -> Mapping[str, Node]:
        """Every node, in the order of a walk."""
        return {node.path: node for node in walk(self.nodes)}

    @property
    def steps(self) -> tuple[Step, ...]:
        """The nodes at which people decide."""
        return tuple(node for node in self.by_path.values() if isinstance(node, Step))


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Nodes in order, those inside branches after their fork."""
    for node in nodes:
        yield node
        for branch in getattr(node, "branches", ()):
            yield from walk(branch.nodes)


def read_definition(key: str, document: Mapping[str, Any]) -> Definition:
    """A definition from a document that is in form."""
    return Definition(
        key,
        _nodes(document.get("nodes") or {}, ""),
        lock=document.get("lock", "record"),
        locked_fields=tuple(document.get("locked_fields") or ()),
        recall=document.get("recall", "any_time"),
    )


def _ordered(items: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return sorted(items.items(), key=lambda item: (item[1].get("order", _NO_ORDER), item[0]))


def _nodes(items: Mapping[str, Any], prefix: str) -> tuple[Node, ...]:
    return tuple(_READERS[item["kind"]](f"{prefix}{key}", item) for key, item in _ordered(items))


def _head(path: str, item: Mapping[str, Any]) -> dict[str, Any]:
    return {"path": path, "label": item.get("label") or {}, "when": item.get("when")}


def _step(path: str, item: Mapping[str, Any]) -> Step:
    quorum = item.get("quorum") or {}
    return Step(
        **_head(path, item),
        mode=item.get("mode", "any"),
        approvers=_approvers(item),
        need=int(quorum.get("need", 1)),
        need_percent=quorum.get("percent"),
        veto=tuple(quorum.get("veto") or ()),
        empty=item.get("empty", "administrators"),
        own=item.get("own", "keep"),
        duplicate=item.get("duplicate", "ask"),
        departed=item.get("departed", "superior"),
        deadlines=tuple(
            Deadline(each["after"], each["then"]) for _, each in _ordered(item.get("deadlines") or {})
        ),
        fields=dict(item.get("fields") or {}),
    )


def _copy(path: str, item: Mapping[str, Any]) -> Copy:
    return Copy(**_head(path, item), approvers=_approvers(item))


def _fork(path: str, item: Mapping[str, Any]) -> Fork:
    branches = (
        Branch(inner, each.get("label") or {}, each.get("when"), _nodes(each.get("nodes") or {}, f"{inner}/"))
        for inner, each in ((f"{path}/{key}", each) for key, each in _ordered(item.get("branches") or {}))
    )
    return Fork(
        **_head(path, item),
        take=item.get("take", "first"),
        branches=tuple(branches),
        decide=item.get("decide", ""),
        result=item.get("result", ROUTE),
    )


def _approvers(item: Mapping[str, Any]) -> tuple[Approver, ...]:
    listed = (each for _, each in _ordered(item.get("approvers") or {}))
    return tuple(
        Approver(
            each["kind"],
            each.get("name", ""),
            each.get("of", ""),
            near=each.get("near") is True,
            levels=int(each.get("levels", 1)),
            until=each.get("until"),
        )
        for each in listed
    )


_READERS = {"approval": _step, "copy": _copy, "fork": _fork}
