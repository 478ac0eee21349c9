"""Design → `Schema` + issues. Entities whose inputs did not change are taken from the former version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from odos.kernel.issues import Issue, has_errors
from odos.meta.checking import check_entity, check_forms, check_names, check_shared
from odos.meta.checks.roles import check_role_rules
from odos.meta.design.environment import Environment
from odos.meta.design.layered import Design
from odos.meta.design.outlines import Outline
from odos.meta.design.pointers import merged
from odos.meta.entities.compiling import compile_entity
from odos.meta.entities.inputs import entity_inputs
from odos.meta.entities.results import infer_results
from odos.meta.rules.checking import check_rules
from odos.meta.rules.documents import present_rules
from odos.schema.model import Entity, Schema
from odos.storage.versions import ENTITY, Loaded

SHARED_KINDS = ("menu", "role", "settings")


@dataclass(frozen=True)
class Compiled:
    """What a design compiles into. With errors among ``issues`` the schema must not be published."""

    schema: Schema
    inputs: Mapping[str, str]
    issues: tuple[Issue, ...] = ()
    recompiled: frozenset[str] = field(default_factory=frozenset)


def compile_design(
    design: Design,
    former: Loaded,
    *,
    before: Design,
    building: frozenset[str] = frozenset(),
    version: int = 0,
) -> Compiled:
    """Compile; ``former`` is the active version, ``before`` its design (whose documents are known to be in
    form), ``building`` the fields whose rows are worked on."""
    malformed = tuple(check_forms(design.beyond(before)))
    if has_errors(malformed):
        return Compiled(former.schema, former.inputs, malformed)
    environment = Environment(design, before)
    inputs = {
        ENTITY + identity: entity_inputs(environment, outline, building)
        for identity, outline in environment.outlines.items()
    }
    changed = [outline for outline in environment.outlines.values() if not _is_known(outline, inputs, former)]
    issues = [*check_names(environment), *check_shared(environment)]
    for outline in changed:
        issues += check_entity(environment, outline)
    if has_errors(issues):
        return Compiled(former.schema, inputs, tuple(issues))
    schema = _assemble(environment, changed, former, building, version)
    schema, rule_issues = _finish(environment, schema, changed)
    return Compiled(schema, inputs, (*issues, *rule_issues), frozenset(item.id for item in changed))


def _is_known(outline: Outline, inputs: Mapping[str, str], former: Loaded) -> bool:
    name = ENTITY + outline.id
    return former.inputs.get(name) == inputs[name] and outline.id in former.schema.by_id


def _assemble(
    environment: Environment,
    changed: list[Outline],
    former: Loaded,
    building: frozenset[str],
    version: int,
) -> Schema:
    fresh = {outline.id: compile_entity(environment, outline, building) for outline in changed}
    known = former.schema.by_id
    entities = (fresh.get(identity) or known[identity] for identity in environment.outlines)
    return Schema(version=version, entities=_by_key(entities), **_shared(environment))


def _finish(environment: Environment, schema: Schema, changed: list[Outline]) -> tuple[Schema, list[Issue]]:
    """Find out what formulas give, then check every rule of what was compiled, and give it present names."""
    identities = [outline.id for outline in changed]
    schema = infer_results(schema, environment, identities)
    issues = [*check_rules(schema, identities), *check_role_rules(schema)]
    return present_rules(schema, identities), issues


def _by_key(entities: Iterator[Entity]) -> Mapping[str, Entity]:
    return MappingProxyType({entity.key: entity for entity in sorted(entities, key=lambda item: item.key)})


def _shared(environment: Environment) -> dict[str, Any]:
    design = environment.design
    menus = [{**(stack.document or {}), "key": stack.present_key} for stack in design.of_kind("menu")]
    settings: dict[str, Any] = {}
    for stack in design.of_kind("settings"):
        settings = merged(settings, stack.document)
    return {
        "menus": tuple(_menu(environment, menu) for menu in sorted(menus, key=_order)),
        "roles": {stack.present_key: dict(stack.document or {}) for stack in design.of_kind("role")},
        "settings": settings,
    }


def _menu(environment: Environment, menu: Mapping[str, Any]) -> Mapping[str, Any]:
    items = {key: _menu_item(environment, item) for key, item in (menu.get("items") or {}).items()}
    return {**menu, "items": items}


def _menu_item(environment: Environment, item: Mapping[str, Any]) -> Mapping[str, Any]:
    outline = environment.find(item.get("entity"))
    view = environment.design.find("view", str(item.get("view")))
    present = {"entity": outline.key} if outline else {}
    return {**item, **present, **({"view": view.present_key} if view else {})}


def _order(document: Mapping[str, Any]) -> tuple[float, str]:
    return float(document.get("order", 1_000)), str(document["key"])
