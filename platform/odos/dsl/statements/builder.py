"""One method for each alternative of statements.lark: scores, validations, reminders, assignment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, cast

from lark import Token, v_args

from odos.dsl import findings, tree
from odos.dsl.parser import ExpressionBuilder, position_of, refused, unescape
from odos.dsl.statements import tree as st
from odos.kernel.problems import Invalid
from odos.kernel.texts import text

_MOST = 1_000_000_000


@dataclass(frozen=True)
class Part:
    """A clause under the name of the attribute it goes into; lists of clauses are collected."""

    name: str
    value: Any
    at: tree.Position
    is_one_of_many: bool = False


def squeezed(token: Token) -> str:
    """Lower case, with single blanks."""
    return " ".join(token.lower().split())


def whole(token: Token) -> int:
    """A positive whole number."""
    if not token.isdigit() or not 0 < int(token[:12]) <= _MOST or len(token) > len(str(_MOST)):
        raise refused(position_of(token), text("this must be a whole number", "此处必须是整数"))
    return int(token)


def gathered(parts: Iterable[Any]) -> dict[str, Any]:
    """The attributes that clauses make; refuses a second clause of which there can be one."""
    found: dict[str, Any] = {}
    for part in (item for item in parts if isinstance(item, Part)):
        if part.is_one_of_many:
            found[part.name] = (*found.get(part.name, ()), part.value)
        elif part.name in found:
            message = text("this is said a second time", "此处重复指定")
            hint = text("Keep one of them", "请只保留一处")
            raise Invalid(None, [findings.finding("rule_duplicate", part.at, message, hint)])
        else:
            found[part.name] = part.value
    return found


def several(name: str, value: tree.Node) -> Part:
    """A clause of which there may be many."""
    return Part(name, value, value.at, is_one_of_many=True)


def only(kind: type, parts: Iterable[Any]) -> tuple[Any, ...]:
    """The parts of one class."""
    return tuple(part for part in parts if isinstance(part, kind))


def _sharing(parts: tuple[Part, ...]) -> st.Sharing | None:
    return st.Sharing(at=parts[0].at, **gathered(parts)) if parts else None


@v_args(inline=True)
class StatementBuilder(ExpressionBuilder):
    """Called by the parser at each reduction. Clauses become parts, which their statement gathers."""

    def entity(self, token: Token) -> st.EntityName:
        return st.EntityName(token.lower(), at=position_of(token))

    def plain_words(self, token: Token) -> st.Words:
        return st.Words(unescape(token), at=position_of(token))

    def words(self, *tokens: Token) -> st.Words:
        pairs = zip(tokens[::2], tokens[1::2], strict=True)
        listed = tuple((language.lower(), unescape(written)) for language, written in pairs)
        if len({language for language, _ in listed}) < len(listed):
            message = text("a language is given twice", "同一语言重复指定")
            raise refused(position_of(tokens[0]), message)
        return st.Words(None, listed, at=position_of(tokens[0]))

    def title(self, words: st.Words) -> Part:
        return Part("title", words, words.at)

    def when(self, word: Token, condition: tree.Node) -> Part:
        return Part("when", condition, position_of(word))

    def because(self, words: st.Words) -> Part:
        return Part("because", words, words.at)

    def message(self, words: st.Words) -> Part:
        return Part("message", words, words.at)

    def into(self, path: tree.Path) -> Part:
        return Part("into", path, path.at)

    def at_fields(self, *paths: tree.Path) -> Part:
        return Part("fields", paths, paths[0].at)

    # -------------------------------------------------------------- score, validate

    def score(self, word: Token, entity: st.EntityName, *parts: Part) -> st.Score:
        return st.Score(entity=entity, at=position_of(word), **gathered(parts))

    def points(self, sign: Token, points: tree.Node, *parts: Part) -> Part:
        at = position_of(sign)
        return several("clauses", st.ScoreClause(cast(Any, str(sign)), points, at=at, **gathered(parts)))

    def limit(self, value: tree.Node) -> Part:
        return Part("limit", value, value.at)

    def grades(self, word: Token, *parts: Any) -> Part:
        bands = only(st.Band, parts)
        other = next((str(part) for part in parts if isinstance(part, Token) and part.type == "NAME"), None)
        return Part(
            "grades",
            st.Grades(bands, other, at=position_of(word), **gathered(parts)),
            position_of(word),
        )

    def band(self, name: Token, start: tree.Node) -> st.Band:
        return st.Band(str(name), start, at=position_of(name))

    def qualified(self, word: Token, _when: Token, condition: tree.Node, *parts: Part) -> Part:
        at = position_of(word)
        return Part("qualified", st.Qualified(condition, at=at, **gathered(parts)), at)

    def validate(self, word: Token, entity: st.EntityName, *parts: Part) -> st.Validate:
        return st.Validate(entity=entity, at=position_of(word), **gathered(parts))

    def requirement(self, word: Token, condition: tree.Node, *parts: Part) -> Part:
        clause = st.Requirement(condition, at=position_of(word), **gathered(parts))
        return several("requirements", clause)

    # -------------------------------------------------------------- remind

    def remind(self, word: Token, *parts: Any) -> st.Remind:
        (entity,) = only(st.EntityName, parts)
        return st.Remind(entity=entity, at=position_of(word), **gathered(parts))

    def timing(self, word: Token, distance: tree.Duration, moment: tree.Node) -> Part:
        at = position_of(word)
        return Part("timing", st.Timing("after", distance, moment, at=at), at)

    def timing_before(self, distance: tree.Duration, moment: tree.Node) -> Part:
        return Part("timing", st.Timing("before", distance, moment, at=distance.at), distance.at)

    def repeat(self, word: Token, schedule: st.Schedule, most: int | None = None) -> Part:
        at = position_of(word)
        return Part("repeat", st.Repeat(schedule, most, at=at), at)

    def notice(self, word: Token, to: tuple[tree.Node, ...], *parts: Part) -> Part:
        return several("notices", st.Notice(to, at=position_of(word), **gathered(parts)))

    def escalation(self, word: Token, after: tree.Duration, to: tuple[tree.Node, ...], *parts: Part) -> Part:
        clause = st.Escalation(after, to, at=position_of(word), **gathered(parts))
        return several("escalations", clause)

    def until(self, word: Token, condition: tree.Node) -> Part:
        at = position_of(word)
        return Part("until", st.Until(condition, at=at), at)

    def snooze(self, word: Token, longest: tree.Duration, most: int | None = None) -> Part:
        at = position_of(word)
        return Part("snooze", st.Snooze(longest, most, at=at), at)

    def digest(self, word: Token, _every: Token, schedule: st.Schedule) -> Part:
        at = position_of(word)
        return Part("digest", st.Digest(schedule, at=at), at)

    def by(self, *channels: Token) -> Part:
        named = tuple(str(channel) for channel in channels)
        return Part("channels", named, position_of(channels[0]))

    def channel(self, name: Token) -> Token:
        return name.update(value=name.lower())

    def using(self, template: Token) -> Part:
        return Part("template", unescape(template), position_of(template))

    def at_most(self, number: Token) -> int:
        return whole(number)

    def levels(self, number: Token) -> int:
        return whole(number)

    def people(self, *people: tree.Node) -> tuple[tree.Node, ...]:
        return people

    def named(self, kind: Token, name: Token) -> st.Named:
        return st.Named(cast(Any, kind.lower()), unescape(name), at=position_of(kind))

    def managers(self, word: Token, of: tree.Node, levels: int | None = None) -> st.Managers:
        return st.Managers(of, levels, at=position_of(word))

    def head(self, word: Token, of: tree.Node) -> st.Head:
        return st.Head(of, at=position_of(word))

    def team(self, word: Token) -> st.Team:
        return st.Team(at=position_of(word))

    def schedule(self, step: Any, clock: str | None = None) -> st.Schedule:
        if isinstance(step, Token):
            single = tree.Duration(1, cast(tree.Unit, squeezed(step)), at=position_of(step))
            return st.Schedule(single, clock=clock, at=single.at)
        if isinstance(step, tree.Duration):
            return st.Schedule(step, clock=clock, at=step.at)
        return replace(cast(st.Schedule, step), clock=clock)

    def monthly(self, _word: Token, day: Token, clock: str | None = None) -> st.Schedule:
        if not 1 <= whole(day) <= 31:
            raise refused(position_of(day), text("a month has 31 days at most", "一个月最多 31 天"))
        return st.Schedule(month_day=int(day), clock=clock, at=position_of(day))

    def weekdays(self, *days: Token) -> st.Schedule:
        named = tuple(cast(st.Weekday, day.lower()) for day in days)
        return st.Schedule(weekdays=named, at=position_of(days[0]))

    def clock(self, token: Token) -> str:
        hours, _, minutes = token.partition(":")
        if int(hours) > 23 or int(minutes) > 59:
            raise refused(position_of(token), text("a day ends at 23:59", "时间最晚为 23:59"))
        return f"{int(hours):02}:{minutes}"

    # -------------------------------------------------------------- assign, recycle

    def assign(self, word: Token, entity: st.EntityName, *parts: Part) -> st.Assign:
        return st.Assign(entity=entity, at=position_of(word), **gathered(parts))

    def choice(self, word: Token, when: tree.Node, to: tree.Node, *parts: Part) -> Part:
        return several("choices", st.Choice(to, when, _sharing(parts), at=position_of(word)))

    def last_choice(self, word: Token, to: tree.Node, *parts: Part) -> Part:
        return several("choices", st.Choice(to, None, _sharing(parts), at=position_of(word)))

    def in_turn(self, word: Token) -> Part:
        return Part("mode", "round robin", position_of(word))

    def by_load(self, word: Token) -> Part:
        return Part("mode", "by load", position_of(word))

    def open_limit(self, value: tree.Node) -> Part:
        return Part("limit", value, value.at)

    def skill(self, value: tree.Node) -> Part:
        return Part("skill", value, value.at)

    def territory(self, value: tree.Node) -> Part:
        return Part("territory", value, value.at)

    def skip_absent(self, word: Token) -> Part:
        return Part("skip_absent", True, position_of(word))

    def recycle(self, word: Token, entity: st.EntityName, *parts: Part) -> st.Recycle:
        return st.Recycle(entity=entity, at=position_of(word), **gathered(parts))

    def release(
        self, word: Token, when: tree.Node, to: tree.Node, keep_out: tree.Duration | None = None
    ) -> Part:
        return several("releases", st.Release(when, to, keep_out, at=position_of(word)))

    def warning(self, word: Token, to: tuple[tree.Node, ...], before: tree.Duration, *parts: Part) -> Part:
        at = position_of(word)
        return Part("warning", st.Warning_(before, to, at=at, **gathered(parts)), at)

    def claims(self, word: Token, most: Token, period: Token, *held: Token) -> Part:
        at = position_of(word)
        keeps = whole(held[1]) if held else None
        clause = st.Claims(whole(most), cast(Any, period.lower()), keeps, at=at)
        return Part("claims", clause, at)

    def holds(self, word: Token, held: Token) -> Part:
        at = position_of(word)
        return Part("claims", st.Claims(held=whole(held), at=at), at)

    def hide(self, word: Token, *paths: tree.Path) -> Part:
        at = position_of(word)
        return Part("hide", st.Hide(paths, at=at), at)
