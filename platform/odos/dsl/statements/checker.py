"""Statement → checked statement: scores, validations, reminders, assignment.

A function for each statement and clause; none raises for what an author wrote.
`change_checker.check_statement` is the way in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from odos.dsl import tree
from odos.dsl.statements import tree as st
from odos.dsl.statements.judge import Judge
from odos.dsl.statements.scopes import points_scope
from odos.dsl.types import BOOLEAN, DATE, DATETIME, NUMBER, Type
from odos.kernel.texts import text

# ------------------------------------------------------------------ score, validate


def check_score(judge: Judge, node: st.Score) -> st.Statement:
    """Points, grades, qualification."""
    message = text("a score needs points, such as +10 when …", "评分规则需要分数，例如 +10 when …")
    judge.needs(node.clauses, node.at, message)
    checked = replace(
        node,
        into=judge.own_target(node.into, NUMBER),
        clauses=tuple(_points(judge, clause) for clause in node.clauses),
        grades=_grades(judge, node.grades) if node.grades else None,
        qualified=_qualified(judge, node.qualified) if node.qualified else None,
    )
    _refuse_circles(judge, checked)
    return checked


def _refuse_circles(judge: Judge, node: st.Score) -> None:
    """Points do not follow from what is kept of them."""
    kept = (node.into, node.grades and node.grades.into, node.qualified and node.qualified.into)
    written = {path.ids for path in kept if isinstance(path, tree.FieldPath)}
    asked = [part for part in (node.when, *node.clauses, node.qualified and node.qualified.condition) if part]
    for path in (path for part in asked for path in tree.walk(part)):
        if isinstance(path, tree.FieldPath) and path.root == "record" and path.ids in written:
            message = text("the score would follow from itself", "评分不能依赖自身的结果")
            hint = text("In qualified when, score is the sum", "在 qualified when 中，score 表示总分")
            judge.report("cycle", path.at, message, hint)


def _points(judge: Judge, node: st.ScoreClause) -> st.ScoreClause:
    return replace(
        node,
        points=judge.value(node.points, NUMBER),
        when=judge.maybe(node.when, BOOLEAN),
        limit=judge.maybe(node.limit, NUMBER),
    )


def _grades(judge: Judge, node: st.Grades) -> st.Grades:
    names = [*(band.grade for band in node.bands), *([node.otherwise] if node.otherwise else [])]
    for name in {name for name in names if names.count(name) > 1}:
        message = text("grade {name} is given twice", "等级 {name} 重复", name=name)
        judge.report("rule_duplicate", node.at, message)
    for band, earlier in zip(node.bands[1:], node.bands, strict=False):
        start, above = _constant(band.start), _constant(earlier.start)
        if start is not None and above is not None and start >= above:
            message = text(
                "grade {name} is empty: {earlier} begins at {above} already",
                "等级 {name} 为空：{earlier} 已从 {above} 开始",
                name=band.grade, earlier=earlier.grade, above=above,
            )  # fmt: skip
            hint = text("Grades stand from the highest to the lowest", "等级应从高到低排列")
            judge.report("rule_bands", band.at, message, hint)
    bands = tuple(_band(judge, band) for band in node.bands)
    return replace(node, bands=bands, into=judge.own_target(node.into, Type("text"), Type("option")))


def _band(judge: Judge, node: st.Band) -> st.Band:
    if _constant(node.start) is None:
        message = text("a grade begins at a number", "等级必须从某个数字开始")
        judge.report("rule_bands", node.at, message)
    return replace(node, start=judge.value(node.start, NUMBER))


def _constant(node: tree.Node) -> Any:
    if isinstance(node, tree.Negative):
        inner = _constant(node.item)
        return None if inner is None else -inner
    return node.value if isinstance(node, tree.Literal) and node.kind in {"number", "percent"} else None


def _qualified(judge: Judge, node: st.Qualified) -> st.Qualified:
    condition = judge.condition(node.condition, points_scope(judge.scope))
    return replace(node, condition=condition, into=judge.own_target(node.into, BOOLEAN))


def check_validate(judge: Judge, node: st.Validate) -> st.Statement:
    """Requirements."""
    message = text("say what must hold: require … message …", "请说明必须满足的条件：require … message …")
    judge.needs(node.requirements, node.at, message)
    requirements = tuple(_require(judge, clause) for clause in node.requirements)
    for condition in (node.when, *(clause.condition for clause in requirements)):
        if condition is not None:
            judge.of_change(condition)
    return replace(node, requirements=requirements)


def _require(judge: Judge, node: st.Requirement) -> st.Requirement:
    fields = tuple(judge.path(path) for path in node.fields)
    return replace(node, condition=judge.condition(node.condition), fields=fields)


# ------------------------------------------------------------------ remind


def check_remind(judge: Judge, node: st.Remind) -> st.Statement:
    """A reminder."""
    message = text("say whom to tell: notify …", "请说明通知谁：notify …")
    judge.needs(node.notices, node.at, message)
    judge.duration(node.timing.distance if node.timing else None)
    judge.duration(node.snooze.longest if node.snooze else None)
    for clause in (node.repeat, node.digest):
        if clause is not None:
            judge.schedule(clause.schedule)
    judge.reachable((clause.at, (clause.after, clause.to)) for clause in node.escalations)
    return replace(
        node,
        timing=_timing(judge, node.timing) if node.timing else None,
        notices=tuple(check_notice(judge, clause) for clause in node.notices),
        escalations=tuple(_escalation(judge, clause) for clause in node.escalations),
        until=replace(node.until, condition=judge.condition(node.until.condition)) if node.until else None,
    )


def _timing(judge: Judge, node: st.Timing) -> st.Timing:
    moment = judge.value(node.moment, DATETIME)
    if moment.type == DATE and node.distance.unit in _OF_A_DAY:
        message = text("a date has no hours and minutes", "日期没有小时和分钟")
        hint = text("Count days, or name a moment", "请按天计算，或使用日期时间字段")
        judge.report("rule_duration", node.distance.at, message, hint)
    return replace(node, moment=moment)


_OF_A_DAY = frozenset({"minute", "hour"})


def check_notice(judge: Judge, node: st.Notice) -> st.Notice:
    """People are told."""
    _check_telling(judge, node)
    return replace(node, to=judge.people(node.to))


def _escalation(judge: Judge, node: st.Escalation) -> st.Escalation:
    judge.duration(node.after)
    _check_telling(judge, node)
    return replace(node, to=judge.people(node.to))


def _check_telling(judge: Judge, node: st.Notice | st.Escalation | st.Warning_) -> None:
    for channel in node.channels:
        judge.named("channel", channel, node.at)
    if node.template is not None:
        judge.template(node.template, node.at)


# ------------------------------------------------------------------ assign, recycle


def check_assign(judge: Judge, node: st.Assign) -> st.Statement:
    """Who gets a record."""
    message = text("say who gets a record: when … to …", "请说明分配给谁：when … to …")
    judge.needs(node.choices, node.at, message)
    judge.reachable((clause.at, clause.when) for clause in node.choices)
    return replace(node, choices=tuple(_choice(judge, clause) for clause in node.choices))


def _choice(judge: Judge, node: st.Choice) -> st.Choice:
    sharing = node.sharing
    if sharing is not None:
        sharing = replace(
            sharing,
            limit=judge.maybe(sharing.limit, NUMBER),
            skill=judge.maybe(sharing.skill),
            territory=judge.maybe(sharing.territory),
        )
    when = judge.maybe(node.when, BOOLEAN)
    return replace(node, when=when, to=judge.someone(node.to), sharing=sharing)


def check_recycle(judge: Judge, node: st.Recycle) -> st.Statement:
    """Back to a pool."""
    message = text("say when a record goes back: when … to pool …", "请说明何时回收：when … to pool …")
    judge.needs(node.releases, node.at, message)
    judge.reachable((clause.at, clause.when) for clause in node.releases)
    warning = node.warning
    if warning is not None:
        judge.duration(warning.before)
        _check_telling(judge, warning)
        warning = replace(warning, to=judge.people(warning.to))
    hide = node.hide
    if hide is not None:
        hide = replace(hide, fields=tuple(_hidden(judge, path) for path in hide.fields))
    releases = tuple(_release(judge, clause) for clause in node.releases)
    return replace(node, releases=releases, warning=warning, hide=hide)


def _hidden(judge: Judge, node: st.AnyPath) -> st.AnyPath:
    found = judge.path(node)
    if isinstance(found, tree.FieldPath) and len(found.ids) > 1:
        message = text("only fields of the record itself can be hidden", "只能隐藏本记录的字段")
        judge.report("rule_hide", found.at, message)
    return found


def _release(judge: Judge, node: st.Release) -> st.Release:
    judge.duration(node.keep_out)
    return replace(node, when=judge.condition(node.when), to=judge.someone(node.to))
