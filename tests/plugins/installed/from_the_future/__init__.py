"""A plugin for a version that is not out yet."""

from odos.plugins import Plugin, text

PLUGIN = Plugin("from_the_future", "9.0", ">=99", text("From the future", "来自未来"))
