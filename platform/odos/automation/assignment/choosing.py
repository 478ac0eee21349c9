"""Which of several people gets a record: in turn or by load, within a limit, by skill, territory, presence.

Pure but for what `People` has read: the same input gives the same choice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Mode = Literal["round robin", "by load"]


@dataclass
class People:
    """Candidates in the order of their ids, with how many records each has; ``last`` had the last turn."""

    users: Sequence[int]
    load: dict[int, int]
    last: int | None = None
    absent: Collection[int] = ()
    skills: Mapping[int, Collection[object]] = field(default_factory=dict)
    territories: Mapping[int, Collection[object]] = field(default_factory=dict)


@dataclass(frozen=True)
class Wish:
    """What one record asks for; None asks for nothing. ``territories``: a place and those around it."""

    limit: int | None = None
    skill: object | None = None
    territories: Collection[object] | None = None


def choose(people: People, wish: Wish, mode: Mode) -> int | None:
    """Somebody who suits, whose load then is one more; None when nobody does."""
    suited = [user for user in people.users if _suits(people, wish, user)]
    if not suited:
        return None
    chosen = _in_turn(suited, people.last) if mode == "round robin" else _least(suited, people)
    people.load[chosen] = people.load.get(chosen, 0) + 1
    people.last = chosen
    return chosen


def _suits(people: People, wish: Wish, user: int) -> bool:
    if user in people.absent:
        return False
    if wish.limit is not None and people.load.get(user, 0) >= wish.limit:
        return False
    if wish.skill is not None and wish.skill not in people.skills.get(user, ()):
        return False
    return wish.territories is None or bool(set(wish.territories) & set(people.territories.get(user, ())))


def _in_turn(suited: Sequence[int], last: int | None) -> int:
    """The first after whoever came last, in the order of ids."""
    following = [user for user in suited if last is not None and user > last]
    return following[0] if following else suited[0]


def _least(suited: Sequence[int], people: People) -> int:
    """Fewest records; among equals in turn."""
    fewest = min(people.load.get(user, 0) for user in suited)
    return _in_turn([user for user in suited if people.load.get(user, 0) == fewest], people.last)
