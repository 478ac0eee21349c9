"""Well-typed rules of any shape: every operator, and every function by each of its overloads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

from odos.dsl.functions import Function, Overload, Parameter
from odos.dsl.library.index import functions
from odos.dsl.types import Type

KINDS = ("number", "text", "boolean", "date", "datetime", "time")
PATTERNS = [
    '"[a-z]+"',
    '"(a|b)*c?"',
    '"\\\\d{1,3}"',
    '".*"',
    '"[^x]"',
    '"\\\\s+"',
    '"^a$"',
    '"(("',
    '"a{0,2}b"',
]
UNITS = ['"day"', '"Weeks"', '"month"', '"quarters"', '"year"', '"decade"', '""']
KEYS = {"HASROLE": '"sales"', "HASPERMISSION": '"deal.edit"', "INGROUP": '"HQ"'}
CODES = ['"EUR"', '" usd "', '"JPY"', '"XXX"', '"CNY"']
TAKES_CODE = {"CONVERT": 1}
TAKES_UNIT = {"DATEADD": 2, "DATEDIFF": 2, "STARTOF": 1}
LITERALS: Mapping[str, list[str]] = {
    "number": [
        "0",
        "1",
        "-1",
        "2.5",
        "100",
        "0.00001",
        "1e",
        "99999999999999999999.5",
        "10%",
        "12",
        "29",
        "2024",
    ],
    "text": [
        '"a"',
        '"Ab c"',
        '"ß İ"',
        '"12.5"',
        '"2024-02-29"',
        '"10:30"',
        '"电子😀"',
        '""',
        '" x\\n"',
        '"a%_\\\\"',
    ],
    "boolean": ["true", "false"],
    "date": ["DATE(2024, 2, 29)", "today", "DATE(1, 1, 1)", "DATE(9999, 12, 31)"],
    "datetime": ["now", 'DATETIMEVALUE("2024-02-29 23:59:59Z")'],
    "time": ['TIMEVALUE("23:59:59.999")', 'TIMEVALUE("0:00")'],
}


@dataclass(frozen=True)
class Names:
    """What rules of a type may begin with: fields, paths, aggregates."""

    leaves: Mapping[str, list[str]]
    records: Mapping[str, list[str]]  # by identity of the entity


@dataclass(frozen=True)
class Rules:
    """Strategies of rules over the names."""

    names: Names

    def of(self, kind: str, depth: int = 3) -> st.SearchStrategy[str]:
        leaves = [item for item in LITERALS[kind] if item != "1e"] + list(self.names.leaves.get(kind, ()))
        leaf = st.sampled_from(leaves)
        if depth == 0:
            return leaf
        return st.one_of(
            leaf,
            st.deferred(lambda: self._operator(kind, depth - 1)),
            st.deferred(lambda: self._call(kind, depth - 1)),
        )

    def _operator(self, kind: str, depth: int) -> st.SearchStrategy[str]:
        return getattr(self, f"_{kind}")(depth)

    def _form(self, *parts: str | st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        drawn = [st.just(part) if isinstance(part, str) else part for part in parts]
        return st.tuples(*drawn).map("".join)

    def _number(self, depth: int) -> st.SearchStrategy[str]:
        number, day = self.of("number", depth), self.of("date", depth)
        moment, clock = self.of("datetime", depth), self.of("time", depth)
        return st.one_of(
            self._form("(", number, st.sampled_from([" + ", " - ", " * ", " / "]), number, ")"),
            self._form("(", number, " ^ ", st.sampled_from(["2", "3", "-1", "0", "0.5", "(-2)"]), ")"),
            self._form("(-", number, ")"),
            self._form("(", day, " - ", day, ")"),
            self._form("(", moment, " - ", moment, ")"),
            self._form("(", clock, " - ", clock, ")"),
        )

    def _text(self, depth: int) -> st.SearchStrategy[str]:
        text = self.of("text", depth)
        return self._form("(", text, st.sampled_from([" & ", " + "]), text, ")")

    def _date(self, depth: int) -> st.SearchStrategy[str]:
        span = st.sampled_from(["1 day", "3 weeks", "13 months", "900 years", "5 working days", "0 days"])
        day, sign = self.of("date", depth), st.sampled_from([" + ", " - "])
        return st.one_of(
            self._form("(", day, sign, span, ")"), self._form("(", day, sign, self.of("number", depth), ")")
        )

    def _datetime(self, depth: int) -> st.SearchStrategy[str]:
        span = st.sampled_from(["90 minutes", "25 hours", "1 month", "999 years", "2 working days"])
        moment, sign = self.of("datetime", depth), st.sampled_from([" + ", " - "])
        return st.one_of(
            self._form("(", moment, sign, span, ")"),
            self._form("(", moment, sign, self.of("number", depth), ")"),
        )

    def _time(self, depth: int) -> st.SearchStrategy[str]:
        sign = st.sampled_from([" + ", " - "])
        by = st.one_of(self.of("number", depth), st.sampled_from(["90 minutes", "25 hours"]))
        return self._form("(", self.of("time", depth), sign, by, ")")

    def _boolean(self, depth: int) -> st.SearchStrategy[str]:
        compare = st.sampled_from([" = ", " <> ", " < ", " <= ", " > ", " >= "])
        equal = st.sampled_from([" = ", " <> "])
        condition, text = self.of("boolean", depth), self.of("text", depth)
        kind = st.sampled_from(["number", "text", "date", "datetime", "time"])
        pair = kind.flatmap(
            lambda kind: self._form("(", self.of(kind, depth), compare, self.of(kind, depth), ")")
        )
        three = kind.flatmap(
            lambda kind: self._form(
                "(",
                self.of(kind, depth),
                " between ",
                self.of(kind, depth),
                " and ",
                self.of(kind, depth),
                ")",
            )
        )
        listed = kind.flatmap(
            lambda kind: self._form(
                "(",
                self.of(kind, depth),
                " in [",
                self.of(kind, depth),
                ", null, ",
                self.of(kind, depth),
                "])",
            )
        )
        blank = st.sampled_from(KINDS).flatmap(
            lambda kind: self._form("(", self.of(kind, depth), " is blank)")
        )
        match = st.sampled_from([" contains ", " starts with ", " not ends with "])
        return st.one_of(
            pair,
            three,
            listed,
            blank,
            self._form("((", condition, ")", equal, "(", condition, "))"),
            self._form("(", condition, st.sampled_from([" and ", " or "]), condition, ")"),
            self._form("(not ", condition, ")"),
            self._form("(", text, match, text, ")"),
            self._form("(", text, " matches ", st.sampled_from(PATTERNS[:-2]), ")"),
            self._form("(", text, " matches ", text, ")"),
            self._form(
                "(", self.of("date", depth), " in ", st.sampled_from(["this month", "last 30 days"]), ")"
            ),
        )

    def _call(self, kind: str, depth: int) -> st.SearchStrategy[str]:
        choices = [
            self._called(function, overload, kind, depth)
            for function in functions.values()
            for overload in function.overloads
            if _gives(overload, kind)
        ]
        return st.one_of(choices)

    def _called(
        self, function: Function, overload: Overload, kind: str, depth: int
    ) -> st.SearchStrategy[str]:
        parameters = [*overload.parameters, *overload.repeated, *overload.tail]
        other = st.sampled_from(["number", "text", "date", "time"])

        def with_kinds(drawn: str) -> st.SearchStrategy[str]:
            bound = {"T": kind if overload.result == "T" else drawn, "V": drawn}
            arguments = [
                self._argument(function, overload, position, parameter, bound, depth)
                for position, parameter in enumerate(parameters)
            ]
            return st.tuples(*arguments).map(lambda given: f"{function.name}({', '.join(given)})")

        return other.flatmap(with_kinds)

    def _argument(
        self,
        function: Function,
        overload: Overload,
        position: int,
        parameter: Parameter,
        bound: Mapping[str, str],
        depth: int,
    ) -> st.SearchStrategy[str]:
        if position == overload.pattern:
            return st.one_of(st.sampled_from(PATTERNS), self.of("text", depth))
        if position == TAKES_UNIT.get(function.name):
            return st.sampled_from(UNITS)
        if position == TAKES_CODE.get(function.name):
            return st.one_of(st.sampled_from(CODES), self.of("text", depth))
        if function.name in KEYS:
            return st.just(KEYS[function.name])
        if isinstance(parameter, Type) and parameter.kind == "record":
            return st.sampled_from(list(self.names.records[parameter.entity or ""]))
        return self.of(_drawn(parameter) if isinstance(parameter, Type) else bound[parameter], depth)


def is_drawn(overload: Overload) -> bool:
    """Whether rules of it can be made of fields and literals alone."""
    typed = [item for item in overload.parameters if isinstance(item, Type)]
    return not overload.looks_up and not any(item.kind in {"record", "optionset"} for item in typed)


def _drawn(kind: Type) -> str:
    """What stands for a type; an amount is a number."""
    return "number" if kind.kind == "money" else kind.kind


def _gives(overload: Overload, kind: str) -> bool:
    result = overload.result
    return is_drawn(overload) and (result == "T" if isinstance(result, str) else _drawn(result) == kind)
