"""One method for each alternative of statements.lark: automation, postings, decision tables."""

from __future__ import annotations

from typing import Any, cast

from lark import Token, v_args

from odos.dsl import tree
from odos.dsl.parser import position_of, unescape
from odos.dsl.statements import tree as st
from odos.dsl.statements import tree_of_change as ch
from odos.dsl.statements.builder import Part, StatementBuilder, gathered, only, several, squeezed
from odos.dsl.statements.decision_rows import OtherwiseCell, group_rows


@v_args(inline=True)
class ChangeBuilder(StatementBuilder):
    """The builder of all statements."""

    def on(self, word: Token, entity: st.EntityName, *parts: Part) -> ch.On:
        return ch.On(entity=entity, at=position_of(word), **gathered(parts))

    def every(
        self, word: Token, schedule: st.Schedule, _on: Token, entity: st.EntityName, *parts: Part
    ) -> ch.Every:
        return ch.Every(schedule=schedule, entity=entity, at=position_of(word), **gathered(parts))

    def events(self, *events: Token) -> Part:
        named = tuple(dict.fromkeys(event.lower() for event in events))
        return Part("events", named, position_of(events[0]))

    def assignment(self, field: tree.Path, value: tree.Node) -> st.Assignment:
        return st.Assignment(field, value, at=field.at)

    def set_values(self, word: Token, *values: st.Assignment) -> Part:
        return several("actions", ch.SetValues(values, at=position_of(word)))

    def create_from(self, word: Token, entity: st.EntityName, mapping: Token) -> Part:
        return several("actions", ch.CreateFromMapping(entity, unescape(mapping), at=position_of(word)))

    def create_record(self, word: Token, entity: st.EntityName, *values: st.Assignment) -> Part:
        return several("actions", ch.CreateRecord(entity, values, at=position_of(word)))

    def update_related(self, word: Token, path: tree.Path, *parts: Any) -> Part:
        condition = next((part for part in parts if _is_condition(part)), None)
        clause = ch.UpdateRelated(path, only(st.Assignment, parts), condition, at=position_of(word))
        return several("actions", clause)

    def action_notice(self, part: Part) -> Part:
        return several("actions", part.value)

    def send_mail(self, word: Token, to: tuple[tree.Node, ...], template: Token) -> Part:
        return several("actions", ch.SendMail(to, unescape(template), at=position_of(word)))

    def webhook(self, word: Token, name: Token, arguments: tuple[st.Argument, ...] = ()) -> Part:
        return several("actions", ch.CallWebhook(unescape(name), arguments, at=position_of(word)))

    def approval(self, word: Token, name: Token) -> Part:
        return several("actions", ch.StartApproval(unescape(name), at=position_of(word)))

    def run(self, word: Token, name: Token, arguments: tuple[st.Argument, ...] = ()) -> Part:
        return several("actions", ch.RunAction(unescape(name), arguments, at=position_of(word)))

    def arguments(self, *arguments: st.Argument) -> tuple[st.Argument, ...]:
        return arguments

    def argument(self, name: Token, value: tree.Node) -> st.Argument:
        return st.Argument(name.lower(), value, at=position_of(name))

    def wait_for(self, word: Token, duration: tree.Duration) -> Part:
        return several("actions", ch.WaitFor(duration, at=position_of(word)))

    def wait_until(self, word: Token, condition: tree.Node, longest: tree.Duration | None = None) -> Part:
        return several("actions", ch.WaitUntil(condition, longest, at=position_of(word)))

    # -------------------------------------------------------------- post

    def post(self, word: Token, entity: st.EntityName, *parts: Part) -> ch.Post:
        return ch.Post(entity=entity, at=position_of(word), **gathered(parts))

    def ledger(self, word: Token, name: Token) -> Part:
        return Part("ledger", unescape(name), position_of(word))

    def entry(self, word: Token, *parts: Any) -> Part:
        nodes = [part for part in parts if _is_condition(part)]
        over, where = [*nodes, None, None][:2]
        said = gathered(parts)
        measures = only(ch.Measure, parts)
        clause = ch.Entry(measures, said["fields"], over, where, said.get("dated"), at=position_of(word))
        return several("entries", clause)

    def measure(self, value: tree.Node, name: Token | None = None) -> ch.Measure:
        return ch.Measure(value, name.lower() if name else None, at=value.at)

    def dated(self, word: Token, value: tree.Node) -> Part:
        return Part("dated", value, position_of(word))

    # -------------------------------------------------------------- decide

    def decide(self, word: Token, name: Token, _on: Token, entity: st.EntityName, *rest: Any) -> ch.Decide:
        title = [rest[0]] if isinstance(rest[0], Part) else []
        mode, columns, results, *cells = rest[len(title) :]
        return ch.Decide(
            name=name.lower(),
            entity=entity,
            mode=cast(Any, mode),
            columns=columns,
            results=results,
            rows=group_rows(cells, columns=len(columns), results=len(results)),
            at=position_of(word),
            **gathered(title),
        )

    def mode(self, word: Token) -> str:
        return squeezed(word)

    def columns(self, *columns: tree.Node) -> tuple[tree.Node, ...]:
        return columns

    def result(self, name: Token) -> str:
        return name.lower()

    def results(self, *names: str) -> tuple[str, ...]:
        return names

    def any_cell(self, dash: Token) -> ch.AnyCell:
        return ch.AnyCell(at=position_of(dash))

    def test_cell(self, operator: Token, value: tree.Node) -> ch.TestCell:
        written = {"==": "=", "!=": "<>"}.get(operator, str(operator))
        return ch.TestCell(cast(Any, written), value, at=position_of(operator))

    def range_cell(self, low: tree.Node, _dots: Token, high: tree.Node) -> ch.RangeCell:
        return ch.RangeCell(low, high, at=low.at)

    def otherwise_cell(self, word: Token) -> OtherwiseCell:
        return OtherwiseCell(at=position_of(word))

    def negative_number(self, token: Token) -> tree.Node:
        """One token, since a dash by itself is a cell."""
        unsigned = Token.new_borrow_pos(token.type, token[1:], token)
        value = self.percent(unsigned) if token.endswith("%") else self.number(unsigned)
        return tree.Negative(value, at=position_of(token))


def _is_condition(part: Any) -> bool:
    return isinstance(part, tree.Node) and not isinstance(part, st.Assignment | ch.Measure)
