"""Who the acting user is: roles, permissions, groups, reports, units."""

from __future__ import annotations

from collections.abc import Callable

from odos.dsl.context import Context, Standing
from odos.dsl.functions import Function, Overload
from odos.dsl.sql.forms import template
from odos.dsl.types import BOOLEAN, TEXT, Type
from odos.kernel.texts import Text, text
from odos.schema.system import UNIT_ENTITY, USER_ENTITY

_USER = Type("record", entity=USER_ENTITY)
_UNIT = Type("record", entity=UNIT_ENTITY)


def _held(
    name: str, help_text: Text, example: str, held: Callable[[Standing], frozenset[str]], slot: str
) -> Function:
    def holds(context: Context, key: str) -> bool:
        return key in held(context.standing)

    overload = Overload(
        (TEXT,), BOOLEAN, holds, template(f"{{0}} = ANY({slot})"), needs_context=True, predicate=True
    )
    return Function(name, help_text, example, "", (overload,), volatility="context")


def _is_manager(context: Context, user: int) -> bool:
    return int(user) in context.standing.reports()


def _is_below(context: Context, unit: int, top: int) -> bool:
    return int(unit) in context.standing.below(int(top))


FUNCTIONS = (
    _held(
        "HASROLE",
        text("Whether the acting user has a role", "当前用户是否具有某角色"),
        'HASROLE("sales_manager")',
        lambda standing: standing.roles(),
        "{roles}",
    ),
    _held(
        "HASPERMISSION",
        text(
            "Whether the acting user has a permission: lead.edit and the like, or admin",
            "当前用户是否具有某权限，例如 lead.edit；admin 表示管理员",
        ),
        'HASPERMISSION("lead.edit")',
        lambda standing: standing.permissions(),
        "{permissions}",
    ),
    _held(
        "INGROUP",
        text(
            "Whether the acting user belongs to the unit with a code, or to one below it",
            "当前用户是否属于某编码的部门或其下级部门",
        ),
        'INGROUP("SALES")',
        lambda standing: standing.groups(),
        "{groups}",
    ),
    Function(
        "ISMANAGEROF",
        text(
            "Whether a user reports to the acting user, directly or through others",
            "某用户是否直接或间接向当前用户汇报",
        ),
        "ISMANAGEROF(user)",
        "",
        (
            Overload(
                (_USER,),
                BOOLEAN,
                _is_manager,
                template("{0} = ANY({reports})"),
                needs_context=True,
                predicate=True,
            ),
        ),
        volatility="context",
    ),
    Function(
        "ISBELOW",
        text("Whether a unit is another or stands below it", "某部门是否为另一部门或其下级"),
        "ISBELOW(user.unit, user.unit)",
        "",
        (
            Overload(
                (_UNIT, _UNIT),
                BOOLEAN,
                _is_below,
                template("odos_is_below({0}, {1})"),
                needs_context=True,
                predicate=True,
            ),
        ),
        volatility="context",
    ),
)
