"""Rules of assignment and of pools as forms: who gets records, when they go back, what may be claimed.

``{"kind": "assign", "entity", "title", "choices": [{"when", "to", "mode", "limit", "skill", "territory",
"skip_absent"}]}`` with ``when`` null for what holds otherwise; ``{"kind": "recycle", …, "releases": [{"when",
"to", "keep_out": {"amount", "unit"}}], "warning": {"amount", "unit", "to", "channels", "template"},
"claims": {"most", "period", "held"}, "hide": {"fields"}}``.
"""

from __future__ import annotations

from typing import Any, cast

from odos.dsl.statements import tree as st
from odos.dsl.statements.forms import MISSING, NO_ROWS, Parts, Reader, head_of, notes_of, shown
from odos.dsl.statements.telling_parts import (
    read_duration,
    read_person,
    read_telling,
    read_whole,
    shown_notes,
    shown_person,
    shown_span,
    shown_telling,
)
from odos.kernel.texts import text

_MODES = frozenset({"round robin", "by load"})
_PERIODS = frozenset({"day", "week", "month"})
_MOST = 1_000_000
_NO_MODE = text('Say "round robin" or "by load"', "请选择轮流分配或按负荷分配")
_NO_PERIOD = text("Say day, week or month", "请选择天、周或月")
_LAST = text("What holds otherwise stands at the end", "“其他情况”应放在最后")


# ------------------------------------------------------------------ statement → form


def assignment_form(rule: st.Assign) -> dict[str, Any]:
    """The form of a rule that says who gets records."""
    return {**head_of("assign", rule), "choices": [_choice(item) for item in rule.choices]}


def _choice(item: st.Choice) -> dict[str, Any]:
    sharing = item.sharing or st.Sharing()
    return {
        "when": shown(item.when),
        "to": shown_person(item.to),
        "mode": sharing.mode,
        "limit": shown(sharing.limit),
        "skill": shown(sharing.skill),
        "territory": shown(sharing.territory),
        "skip_absent": sharing.skip_absent,
        **shown_notes(item),
    }


def recycling_form(rule: st.Recycle) -> dict[str, Any]:
    """The form of a rule about a pool."""
    warning, claims, hide = rule.warning, rule.claims, rule.hide
    return {
        **head_of("recycle", rule),
        "releases": [_release(item) for item in rule.releases],
        "warning": {**shown_span(warning.before), **shown_telling(warning), **shown_notes(warning)}
        if warning
        else None,
        "claims": {
            "most": claims.most,
            "period": claims.period,
            "held": claims.held,
            **shown_notes(claims),
        }
        if claims
        else None,
        "hide": {"fields": [shown(field) for field in hide.fields], **shown_notes(hide)} if hide else None,
    }


def _release(item: st.Release) -> dict[str, Any]:
    kept = shown_span(item.keep_out) if item.keep_out else None
    return {
        "when": shown(item.when),
        "to": shown_person(item.to),
        "keep_out": kept,
        **shown_notes(item),
    }


# ------------------------------------------------------------------ form → statement


def read_assignment(reader: Reader, parts: Parts) -> st.Statement:
    """The statement of a form; findings are collected by the reader."""
    rows = list(reader.rows(parts.get("choices"), "choices"))
    for at, item in rows[:-1]:
        if not item.get("when"):
            reader.refuse(("choices", at, "when"), _LAST)
    return st.Assign(**reader.head(parts), choices=tuple(_read_choice(reader, item, at) for at, item in rows))


def _read_choice(reader: Reader, item: Parts, at: int) -> st.Choice:
    place = ("choices", at)
    mode = item.get("mode") or None
    if mode is not None and mode not in _MODES:
        reader.refuse((*place, "mode"), _NO_MODE)
    sharing = st.Sharing(
        cast(Any, mode),
        reader.rule(item.get("limit"), *place, "limit"),
        reader.rule(item.get("skill"), *place, "skill"),
        reader.rule(item.get("territory"), *place, "territory"),
        item.get("skip_absent") is True,
    )
    return st.Choice(
        _read_place(reader, item, *place),
        reader.rule(item.get("when"), *place, "when"),
        sharing if sharing != st.Sharing() else None,
        notes=notes_of(item),
    )


def read_recycling(reader: Reader, parts: Parts) -> st.Statement:
    """The statement of a form; findings are collected by the reader."""
    return st.Recycle(
        **reader.head(parts),
        releases=tuple(
            _read_release(reader, item, at) for at, item in reader.rows(parts.get("releases"), "releases")
        ),
        warning=_read_warning(reader, reader.one(parts.get("warning"), "warning")),
        claims=_read_claims(reader, reader.one(parts.get("claims"), "claims")),
        hide=_read_hide(reader, reader.one(parts.get("hide"), "hide")),
    )


def _read_release(reader: Reader, item: Parts, at: int) -> st.Release:
    place = ("releases", at)
    kept = reader.one(item.get("keep_out"), *place, "keep_out")
    return st.Release(
        reader.needed(item.get("when"), *place, "when"),
        _read_place(reader, item, *place),
        read_duration(reader, kept, *place, "keep_out") if kept is not None else None,
        notes=notes_of(item),
    )


def _read_place(reader: Reader, item: Parts, *place: str | int) -> st.Somebody:
    """Who gets it, or the pool in which it waits; a stand-in when it is at fault."""
    written = str(item.get("to") or "")
    if not written:
        reader.refuse((*place, "to"), MISSING)
    found = read_person(reader, written, *place, "to") if written else None
    return found or st.Named("pool", "-")


def _read_warning(reader: Reader, item: Parts | None) -> st.Warning_ | None:
    if item is None:
        return None
    before = read_duration(reader, item, "warning")
    return st.Warning_(before, *read_telling(reader, item, "warning"), notes=notes_of(item))


def _read_claims(reader: Reader, item: Parts | None) -> st.Claims | None:
    if item is None:
        return None
    most, period, held = item.get("most"), item.get("period") or "day", item.get("held")
    if period not in _PERIODS:
        reader.refuse(("claims", "period"), _NO_PERIOD)
    if most is None and held is None:
        reader.refuse(("claims", "most"), MISSING)
    return st.Claims(
        None if most is None else read_whole(reader, most, 1, _MOST, "claims", "most"),
        None if most is None else cast(Any, period),
        None if held is None else read_whole(reader, held, 1, _MOST, "claims", "held"),
        notes=notes_of(item),
    )


def _read_hide(reader: Reader, item: Parts | None) -> st.Hide | None:
    if item is None:
        return None
    fields = item.get("fields")
    if not isinstance(fields, list) or not fields:
        reader.refuse(("hide", "fields"), MISSING if fields in (None, []) else NO_ROWS)
        return None
    paths = (reader.path(field, "hide", "fields", at) for at, field in enumerate(fields))
    return st.Hide(tuple(path for path in paths if path is not None), notes=notes_of(item))
