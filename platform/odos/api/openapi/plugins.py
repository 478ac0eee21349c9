"""The addresses under ``/plugins``: which there are, and what plugins answer themselves."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi.fields import JsonSchema
from odos.api.openapi.operations import Operation
from odos.api.openapi.shapes import ANYTHING, TEXT, TEXT_OR_NULL, listed, open_object
from odos.kernel.texts import text

PLUGIN_PATHS: Mapping[str, Mapping[str, Operation]] = {
    "/plugins": {
        "get": Operation(
            text(
                "Plugins of this installation, also those that are left out", "已安装的插件（含加载失败的）"
            ),
            "plugins",
            "Plugins",
            refusals=(403,),
        ),
    },
    "/plugins/{plugin}/{rest}": {
        "get": Operation(text("Ask a plugin", "读取插件数据"), "plugins", "OfPlugin", refusals=(403, 422)),
        "post": Operation(
            text("Have a plugin do something", "调用插件"),
            "plugins",
            "OfPlugin",
            "OfPlugin",
            refusals=(403, 409, 422),
        ),
    },
}

PLUGIN_SCHEMAS: Mapping[str, JsonSchema] = {
    "Plugins": open_object(
        {
            "items": listed(
                open_object(
                    {"name": TEXT, "key": TEXT_OR_NULL, "version": TEXT_OR_NULL, "label": TEXT,
                     "error": TEXT_OR_NULL},
                    "name", "key", "version", "label", "error",
                )
            )
        },
        "items",
    ),
    "OfPlugin": {**ANYTHING, "description": "As the plugin says."},
}  # fmt: skip
